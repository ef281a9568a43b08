package dev.chainrule.init;

import dev.chainrule.init.VarianceScaling.Distribution;
import dev.chainrule.init.VarianceScaling.Fan;

/// The initialisers by their usual names.
public final class Initializers {
  private Initializers() {}

  /// Returns zeros, the usual start of a bias.
  public static Initializer zeros() {
    return new Constant(0);
  }

  /// Returns ones, the usual start of a scale.
  public static Initializer ones() {
    return new Constant(1);
  }

  /// Returns the same value everywhere.
  public static Initializer constant(double value) {
    return new Constant(value);
  }

  /// Returns values spread evenly over `[low, high)`.
  public static Initializer uniform(double low, double high) {
    return new Uniform(low, high);
  }

  /// Returns values of a normal distribution.
  public static Initializer normal(double mean, double deviation) {
    return new Normal(mean, deviation);
  }

  /// Returns values of a normal distribution within two deviations of the middle.
  public static Initializer truncatedNormal(double mean, double deviation) {
    return new TruncatedNormal(mean, deviation);
  }

  /// Returns values of variance `2 / (in + out)`, spread evenly: for tanh, sigmoid and linear
  /// layers.
  public static Initializer glorotUniform() {
    return new VarianceScaling(1, Fan.MEAN, Distribution.UNIFORM);
  }

  /// Returns normal values of variance `2 / (in + out)`.
  public static Initializer glorotNormal() {
    return new VarianceScaling(1, Fan.MEAN, Distribution.NORMAL);
  }

  /// Returns values of variance `2 / in`, spread evenly: for layers before a rectifier.
  public static Initializer heUniform() {
    return new VarianceScaling(2, Fan.IN, Distribution.UNIFORM);
  }

  /// Returns normal values of variance `2 / in`.
  public static Initializer heNormal() {
    return new VarianceScaling(2, Fan.IN, Distribution.NORMAL);
  }

  /// Returns values of variance `1 / in`, spread evenly: for layers before a SELU.
  public static Initializer lecunUniform() {
    return new VarianceScaling(1, Fan.IN, Distribution.UNIFORM);
  }

  /// Returns normal values of variance `1 / in`.
  public static Initializer lecunNormal() {
    return new VarianceScaling(1, Fan.IN, Distribution.NORMAL);
  }

  /// Returns orthogonal rows or columns of length 1.
  public static Initializer orthogonal() {
    return new Orthogonal(1);
  }
}
