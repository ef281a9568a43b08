package dev.chainrule;

import dev.chainrule.autodiff.Node;
import dev.chainrule.autodiff.Tracing;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A place that holds a tensor and can be given another: a weight, running statistics, a step
/// count.
///
/// Gradients by a *trainable* variable (a parameter) are what training is about; other variables
/// are constants to every derivative. Shape and element type never change. A tensor that was read
/// from a variable keeps its elements whatever happens to the variable later.
public final class Variable {
  private final TensorType type;
  private final boolean trainable;
  private final Node node;

  /// What the variable holds; with a home, a copy of what it held at the stamp `seen`.
  private volatile @Nullable Tensor value;

  private volatile @Nullable Home home;
  private long seen;
  private @Nullable String name;

  private Variable(Tensor initial, boolean trainable) {
    var tracing = Tracing.current();
    if (tracing != null) {
      tracing.create(initial.type());
    }
    this.type = initial.type();
    this.trainable = trainable;
    this.node = Node.leaf(type);
    this.value = bind(initial);
  }

  private Tensor bind(Tensor tensor) {
    var detached = tensor.detach();
    return trainable ? detached.recorded(node) : detached;
  }

  /// Returns a trainable variable with an initial value.
  ///
  /// @throws DTypeException if the elements are not floating-point numbers
  public static Variable of(Tensor initial) {
    if (!initial.dtype().floating()) {
      throw new DTypeException(
          "Variable: a trainable variable needs f32 or f64, got %s; use state(…) for other types"
              .formatted(initial.dtype()));
    }
    return new Variable(initial, true);
  }

  /// Returns a variable that is not trained, such as a running mean or a step count.
  public static Variable state(Tensor initial) {
    return new Variable(initial, false);
  }

  /// Returns this variable under a name, which messages, explanations and checkpoints use.
  public Variable named(String given) {
    name = given;
    node.name(given);
    return this;
  }

  /// Returns the current value, recorded if the variable is trainable.
  public Tensor value() {
    var tracing = Tracing.current();
    if (tracing != null) {
      return tracing.value(this);
    }
    return home == null ? Objects.requireNonNull(value) : copied();
  }

  /// Returns a copy of the elements at home, a new one only if they may have changed.
  private synchronized Tensor copied() {
    var settled = Objects.requireNonNull(home);
    var known = value;
    if (known == null || !settled.guard().validate(seen)) {
      long stamp = settled.guard().readLock();
      known = bind(Elements.copy(settled.storage(), type));
      seen = settled.guard().tryConvertToOptimisticRead(stamp);
      value = known;
    }
    return known;
  }

  /// Gives the variable a place at which programs write its elements, unless it has one, and
  /// returns its place; for the engine only.
  public synchronized Home settle(Home offered) {
    var settled = home;
    if (settled == null) {
      Elements.copy(Objects.requireNonNull(value), offered.storage());
      value = null;
      home = offered;
      settled = offered;
    }
    return settled;
  }

  /// Returns the place at which programs write the elements, if there is one; for the engine only.
  public Optional<Home> home() {
    return Optional.ofNullable(home);
  }

  /// Sets the value.
  ///
  /// @throws ShapeException if the shape differs
  /// @throws DTypeException if the element type differs
  public void assign(Tensor next) {
    if (!next.shape().equals(type.shape())) {
      throw new ShapeException(
          "%s: has shape %s, cannot be given %s"
              .formatted(displayName(), type.shape(), next.shape()));
    }
    if (next.dtype() != type.dtype()) {
      throw new DTypeException(
          "%s: holds %s, cannot be given %s".formatted(displayName(), type.dtype(), next.dtype()));
    }
    var tracing = Tracing.current();
    if (tracing == null) {
      set(next);
    } else {
      tracing.assign(this, next);
    }
  }

  private synchronized void set(Tensor next) {
    var settled = home;
    if (settled != null) {
      long stamp = settled.guard().writeLock();
      Elements.copy(next, settled.storage());
      seen = settled.guard().tryConvertToOptimisticRead(stamp);
    }
    value = bind(next);
  }

  public Shape shape() {
    return type.shape();
  }

  public DType dtype() {
    return type.dtype();
  }

  /// Returns whether gradients by this variable are wanted.
  public boolean trainable() {
    return trainable;
  }

  /// Returns the leaf of the tape that stands for this variable.
  public Node node() {
    return node;
  }

  /// Returns the name, or `variable f32 [2, 3]` if it has none.
  public String displayName() {
    return name == null ? "variable " + type : "\"" + name + "\"";
  }

  @Override
  public String toString() {
    return displayName() + " = " + value();
  }
}
