package dev.chainrule.optim;

import dev.chainrule.Tensor;
import dev.chainrule.optim.Landscape.Point;

/// A search along a direction for a length that fulfils the strong Wolfe conditions: the loss is
/// lower by at least `10⁻⁴ · length · slope`, and the slope's size at most 0.9 of that at the
/// start.
///
/// First the length grows until a right one lies between two that were tried, then that interval
/// shrinks. New lengths are the minima of cubic polynomials.
///
/// **Source**: J. Nocedal, S. J. Wright, Numerical Optimization, 2006, algorithms 3.5 and 3.6, and
/// formula 3.59; the limits are those of PyTorch 2.13.
@SuppressWarnings("ReferenceEquality") // whether two points are the very same
final class WolfeSearch {
  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final double LEAST_CHANGE = 1e-9;
  private static final int MOST_LENGTHS = 25;

  private final Landscape landscape;
  private final Tensor start;
  private final Tensor direction;
  private final Point first;
  private int lengths;
  private boolean stuck;

  /// @param first the point at length 0, with its slope
  WolfeSearch(Landscape landscape, Tensor start, Tensor direction, Point first) {
    this.landscape = landscape;
    this.start = start;
    this.direction = direction;
    this.first = first;
  }

  /// Two points with a right length between them, the lower one first; twice the same once it is
  /// found.
  private record Interval(Point low, Point high) {
    static Interval of(Point a, Point b) {
      return a.loss() <= b.loss() ? new Interval(a, b) : new Interval(b, a);
    }

    double width() {
      return Math.abs(high.length() - low.length());
    }
  }

  /// Returns the point that was found; the parameters may be elsewhere.
  Point from(double length) {
    var interval = bracket(length);
    double size = Landscape.largest(direction);
    while (interval.low != interval.high
        && lengths < MOST_LENGTHS
        && interval.width() * size >= LEAST_CHANGE) {
      interval = shrink(interval);
    }
    return interval.low;
  }

  private Interval bracket(double length) {
    var before = first;
    var now = landscape.look(start, length, direction);
    while (lengths < MOST_LENGTHS) {
      if (isTooHigh(now) || (lengths > 1 && now.loss() >= before.loss())) {
        return Interval.of(before, now);
      }
      if (isFlat(now)) {
        return new Interval(now, now);
      }
      if (now.slope() >= 0) {
        return Interval.of(before, now);
      }
      double least = now.length() + 0.01 * (now.length() - before.length());
      double next = lowest(before, now, least, now.length() * 10);
      before = now;
      now = landscape.look(start, next, direction);
      lengths++;
    }
    return Interval.of(first, now);
  }

  private Interval shrink(Interval interval) {
    var point = landscape.look(start, inside(interval), direction);
    lengths++;
    if (isTooHigh(point) || point.loss() >= interval.low.loss()) {
      return Interval.of(interval.low, point);
    }
    if (isFlat(point)) {
      return new Interval(point, point);
    }
    boolean turns = point.slope() * (interval.high.length() - interval.low.length()) >= 0;
    return new Interval(point, turns ? interval.low : interval.high);
  }

  /// Returns a length between the two, and after two that were close to an end one farther away.
  private double inside(Interval interval) {
    double low = Math.min(interval.low.length(), interval.high.length());
    double high = Math.max(interval.low.length(), interval.high.length());
    double length = lowest(interval.low, interval.high, low, high);
    double margin = 0.1 * (high - low);
    boolean close = Math.min(high - length, length - low) < margin;
    if (close && (stuck || length >= high || length <= low)) {
      stuck = false;
      return Math.abs(length - high) < Math.abs(length - low) ? high - margin : low + margin;
    }
    stuck = close;
    return length;
  }

  private boolean isTooHigh(Point point) {
    return point.loss() > first.loss() + DECREASE * point.length() * first.slope();
  }

  private boolean isFlat(Point point) {
    return Math.abs(point.slope()) <= -CURVATURE * first.slope();
  }

  /// Returns where the cubic polynomial with the losses and slopes of two points is lowest, within
  /// bounds; their middle if it has no minimum.
  private static double lowest(Point one, Point other, double least, double most) {
    var a = one.length() <= other.length() ? one : other;
    var b = a == one ? other : one;
    double width = b.length() - a.length();
    double d = a.slope() + b.slope() - 3 * (a.loss() - b.loss()) / (a.length() - b.length());
    double square = d * d - a.slope() * b.slope();
    if (!(square >= 0)) {
      return (least + most) / 2;
    }
    double root = Math.sqrt(square);
    double share = (b.slope() + root - d) / (b.slope() - a.slope() + 2 * root);
    return Math.min(Math.max(b.length() - width * share, least), most);
  }
}
