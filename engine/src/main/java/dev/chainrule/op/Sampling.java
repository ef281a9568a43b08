package dev.chainrule.op;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Where along an axis new elements lie, and how they follow from the old ones.
///
/// Of `n` elements each is seen as a cell of width 1, and the `size` new ones as cells of width
/// `scale` over the same length: new element `i` lies at `(i + ½) · scale − ½`, where `scale` is `n
/// / size` unless it is given. With `corners` the first and the last elements lie upon each other
/// instead: at `i · (n − 1) / (size − 1)`.
///
/// @param size how many new elements there are, at least 1
/// @param mode how they follow from the old ones
/// @param corners whether the ends lie upon each other
/// @param scale the distance between neighbouring new elements, if it is not `n / size`
public record Sampling(int size, Mode mode, boolean corners, OptionalDouble scale) {
  /// How sharply cubic curves bend between elements.
  private static final double CUBIC = -0.75;

  /// How an element follows from its neighbours.
  public enum Mode {
    /// The element in whose cell it begins.
    NEAREST,
    /// The element in whose cell its middle lies.
    NEAREST_MIDDLE,
    /// The straight line between both neighbours.
    LINEAR,
    /// A cubic curve through four neighbours (Keys, 1981, with a = −¾).
    CUBIC
  }

  /// @throws IllegalArgumentException if `size` is below 1 or the scale not above 0
  public Sampling {
    if (size < 1 || !(scale.orElse(1) > 0)) {
      throw new IllegalArgumentException(
          "sampling: size is %d and scale %s; expected 1 or more, and more than 0"
              .formatted(size, scale.orElse(1)));
    }
  }

  /// Returns new elements over the same length.
  public static Sampling of(int size, Mode mode) {
    return new Sampling(size, mode, false, OptionalDouble.empty());
  }

  /// Returns this with the ends upon each other.
  public Sampling withCorners() {
    return new Sampling(size, mode, true, scale);
  }

  /// An old element that goes into a new one.
  record Term(int place, double weight) {}

  /// Returns what a new element is the sum of, in the order of the places; without terms of weight
  /// 0.
  List<Term> terms(int element, int n) {
    double step = scale.orElse((double) n / size);
    double at =
        corners
            ? (size == 1 ? 0 : (double) element * (n - 1) / (size - 1))
            : (element + 0.5) * step - 0.5;
    return switch (mode) {
      case NEAREST -> nearest(element * step, n);
      case NEAREST_MIDDLE -> nearest((element + 0.5) * step, n);
      case LINEAR -> linear(Math.clamp(at, 0, n - 1), n);
      case CUBIC -> cubic(at, n);
    };
  }

  private static List<Term> nearest(double at, int n) {
    return List.of(new Term(Math.min((int) at, n - 1), 1));
  }

  private static List<Term> linear(double at, int n) {
    int place = (int) at;
    double share = at - place;
    return share == 0 || place == n - 1
        ? List.of(new Term(place, 1))
        : List.of(new Term(place, 1 - share), new Term(place + 1, share));
  }

  private static List<Term> cubic(double at, int n) {
    int place = (int) Math.floor(at);
    double share = at - place;
    var terms = new ArrayList<Term>();
    for (int i = -1; i <= 2; i++) {
      double weight = cubic(Math.abs(share - i));
      if (weight != 0) {
        terms.add(new Term(Math.clamp(place + i, 0, n - 1), weight));
      }
    }
    return terms;
  }

  /// Returns the weight of an element at a distance.
  private static double cubic(double d) {
    return d <= 1
        ? ((CUBIC + 2) * d - (CUBIC + 3)) * d * d + 1
        : d < 2 ? CUBIC * (((d - 5) * d + 8) * d - 4) : 0;
  }

  /// Returns for example `5, linear`.
  @Override
  public String toString() {
    return size
        + ", "
        + mode.name().toLowerCase(java.util.Locale.ROOT)
        + (corners ? ", corners" : "")
        + (scale.isPresent() ? ", scale " + scale.getAsDouble() : "");
  }
}
