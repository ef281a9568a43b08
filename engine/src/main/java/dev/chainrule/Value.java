package dev.chainrule;

import dev.chainrule.op.Activations;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Elementwise;
import dev.chainrule.op.Exponentials;
import dev.chainrule.op.Trigonometry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A single number that remembers how it was computed: automatic differentiation at its smallest.
///
/// ```java
/// var a = Value.of(-4.0).named("a");
/// var b = Value.of(2.0).named("b");
/// var g = a.add(b).mul(b.pow(3)).relu();
/// g.backward();
/// IO.println(a.grad());
/// ```
///
/// The functions and their derivatives are those of the catalogue ([Elementwise]); only the tape is
/// its own. Every operation makes a node that points at its inputs. [#backward] visits the nodes
/// from the result back to the leaves and applies the chain rule at each: an input receives the
/// gradient that arrives times the partial derivative. Each pass starts from zero.
///
/// Not safe for use by several threads at once. After the interface of A. Karpathy's micrograd.
public final class Value {
  private static final Value[] NONE = {};

  private final Value[] inputs;
  private final @Nullable Elementwise op;
  private double data;
  private double grad;
  private State state = State.NEW;
  private @Nullable String name;

  private enum State {
    NEW,
    OPEN,
    DONE
  }

  private Value(double data, @Nullable Elementwise op, Value... inputs) {
    this.data = data;
    this.op = op;
    this.inputs = inputs;
  }

  /// Returns a number without a past: an input, a weight or a constant.
  public static Value of(double data) {
    return new Value(data, null, NONE);
  }

  /// Returns a function of the catalogue applied to numbers.
  public static Value apply(Elementwise op, Value... inputs) {
    double second = inputs.length > 1 ? inputs[1].data : 0;
    double third = inputs.length > 2 ? inputs[2].data : 0;
    return new Value(op.scalars().value(inputs[0].data, second, third), op, inputs);
  }

  /// Returns the number.
  public double data() {
    return data;
  }

  /// Returns the derivative of the last result whose [#backward] reached this number, by this
  /// number.
  public double grad() {
    return grad;
  }

  /// Returns the function that computed this number, or nothing for one without a past.
  public @Nullable Elementwise op() {
    return op;
  }

  /// Returns what this number was computed from.
  public List<Value> inputs() {
    return List.of(inputs);
  }

  /// Returns this number under a name.
  public Value named(String given) {
    name = given;
    return this;
  }

  /// Gives a number without a past another value, as a training step does with a weight.
  public void assign(double next) {
    if (op != null) {
      throw new IllegalStateException(
          "Value: " + this + " was computed; only numbers made with of(…) can be assigned");
    }
    data = next;
  }

  // Functions; all others are reached through apply

  public Value add(Value other) {
    return apply(Arithmetic.ADD, this, other);
  }

  public Value add(double other) {
    return add(of(other));
  }

  public Value sub(Value other) {
    return apply(Arithmetic.SUB, this, other);
  }

  public Value sub(double other) {
    return sub(of(other));
  }

  public Value mul(Value other) {
    return apply(Arithmetic.MUL, this, other);
  }

  public Value mul(double other) {
    return mul(of(other));
  }

  public Value div(Value other) {
    return apply(Arithmetic.DIV, this, other);
  }

  public Value div(double other) {
    return div(of(other));
  }

  public Value neg() {
    return apply(Arithmetic.NEG, this);
  }

  public Value pow(Value exponent) {
    return apply(Arithmetic.POW, this, exponent);
  }

  public Value pow(double exponent) {
    return pow(of(exponent));
  }

  public Value exp() {
    return apply(Exponentials.EXP, this);
  }

  public Value log() {
    return apply(Exponentials.LOG, this);
  }

  public Value tanh() {
    return apply(Trigonometry.TANH, this);
  }

  public Value sigmoid() {
    return apply(Activations.SIGMOID, this);
  }

  public Value relu() {
    return apply(Activations.RELU, this);
  }

  /// Computes the derivative of this number by every number that it was computed from.
  public void backward() {
    var order = sorted();
    for (var value : order) {
      value.state = State.NEW;
      value.grad = 0;
    }
    grad = 1;
    for (int i = order.size() - 1; i >= 0; i--) {
      order.get(i).pass();
    }
  }

  /// Lists all that this number depends on, inputs before results. Graphs can be deep, so the stack
  /// is a list.
  private List<Value> sorted() {
    var order = new ArrayList<Value>();
    var open = new ArrayList<Value>();
    open.add(this);
    while (!open.isEmpty()) {
      var value = open.getLast();
      if (value.state == State.NEW) {
        value.state = State.OPEN;
        for (var input : value.inputs) {
          if (input.state == State.NEW) {
            open.add(input);
          }
        }
      } else {
        open.removeLast();
        if (value.state == State.OPEN) {
          value.state = State.DONE;
          order.add(value);
        }
      }
    }
    return order;
  }

  /// The chain rule at one node: `input.grad += grad · ∂this/∂input`.
  private void pass() {
    if (op == null) {
      return;
    }
    var form = op.scalars();
    double first = inputs[0].data;
    double second = inputs.length > 1 ? inputs[1].data : 0;
    double third = inputs.length > 2 ? inputs[2].data : 0;
    for (int i = 0; i < inputs.length; i++) {
      inputs[i].grad += form.product(i, first, second, third, data, grad);
    }
  }

  /// Returns for example `b = 2.0 (grad 645.577)`.
  @Override
  public String toString() {
    return (name == null ? "" : name + " = ") + data + " (grad " + grad + ")";
  }
}
