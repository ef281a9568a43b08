package dev.chainrule.learn;

import dev.chainrule.optim.Adadelta;
import dev.chainrule.optim.Adagrad;
import dev.chainrule.optim.Adam;
import dev.chainrule.optim.Adamax;
import dev.chainrule.optim.ClipByGlobalNorm;
import dev.chainrule.optim.ClipByNorm;
import dev.chainrule.optim.ClipByValue;
import dev.chainrule.optim.Decay;
import dev.chainrule.optim.GradientTransform;
import dev.chainrule.optim.Lbfgs;
import dev.chainrule.optim.Lion;
import dev.chainrule.optim.Muon;
import dev.chainrule.optim.NAdam;
import dev.chainrule.optim.Norm;
import dev.chainrule.optim.RAdam;
import dev.chainrule.optim.RmsProp;
import dev.chainrule.optim.Rprop;
import dev.chainrule.optim.Sgd;
import dev.chainrule.schedule.Schedule;
import dev.chainrule.schedule.Schedules;

/// The part of [Chainrule] about how networks are trained: optimisers, what is done to gradients
/// and weights, and schedules.
sealed class TrainingFactories permits Chainrule {
  TrainingFactories() {}

  // Optimisers

  /// Returns gradient descent; see [Sgd].
  public static Sgd sgd(double rate) {
    return Sgd.of(rate);
  }

  /// Returns Adam; see [Adam].
  public static Adam adam(double rate) {
    return Adam.of(rate);
  }

  /// Returns Adam with decoupled weight decay of 0.01; see [Adam].
  public static Adam adamW(double rate) {
    return Adam.of(rate).decay(Decay.decoupled(0.01));
  }

  /// Returns RMSProp; see [RmsProp].
  public static RmsProp rmsProp(double rate) {
    return RmsProp.of(rate);
  }

  /// Returns Adagrad; see [Adagrad].
  public static Adagrad adagrad(double rate) {
    return Adagrad.of(rate);
  }

  /// Returns Adadelta; see [Adadelta].
  public static Adadelta adadelta(double rate) {
    return Adadelta.of(rate);
  }

  /// Returns Adamax; see [Adamax].
  public static Adamax adamax(double rate) {
    return Adamax.of(rate);
  }

  /// Returns RAdam; see [RAdam].
  public static RAdam rAdam(double rate) {
    return RAdam.of(rate);
  }

  /// Returns NAdam; see [NAdam].
  public static NAdam nAdam(double rate) {
    return NAdam.of(rate);
  }

  /// Returns Rprop; see [Rprop].
  public static Rprop rprop(double rate) {
    return Rprop.of(rate);
  }

  /// Returns Lion; see [Lion].
  public static Lion lion(double rate) {
    return Lion.of(rate);
  }

  /// Returns L-BFGS, which takes a function instead of gradients; see [Lbfgs].
  public static Lbfgs lbfgs(double rate) {
    return Lbfgs.of(rate);
  }

  /// Returns Muon; see [Muon].
  public static Muon muon(double rate) {
    return Muon.of(rate);
  }

  /// Returns the penalty `weight · Σ |w|`; see [Decay].
  public static Decay l1(double weight) {
    return Decay.l1(weight);
  }

  /// Returns the penalty `weight/2 · Σ w²`; see [Decay].
  public static Decay l2(double weight) {
    return Decay.l2(weight);
  }

  /// Returns decay of the weights themselves; see [Decay].
  public static Decay decoupled(double weight) {
    return Decay.decoupled(weight);
  }

  /// Returns the cut of every element of the gradients to a range.
  public static GradientTransform clipByValue(double limit) {
    return new ClipByValue(limit);
  }

  /// Returns the shrinking of each gradient to a largest 2-norm.
  public static GradientTransform clipByNorm(double limit) {
    return new ClipByNorm(limit);
  }

  /// Returns the shrinking of all gradients together to a largest 2-norm.
  public static GradientTransform clipByGlobalNorm(double limit) {
    return new ClipByGlobalNorm(limit, Norm.EUCLIDEAN);
  }

  // Schedules

  /// Returns a rate that falls by a factor every so many steps.
  public static Schedule stepDecay(long every, double factor) {
    return Schedules.step(every, factor);
  }

  /// Returns a rate that falls by the same factor in every step.
  public static Schedule exponentialDecay(double factor) {
    return Schedules.exponential(factor);
  }

  /// Returns a rate that falls to 0 along half a cosine wave.
  public static Schedule cosine(long steps) {
    return Schedules.cosine(steps);
  }

  /// Returns a rate that rises evenly from a share of the base to the base.
  public static Schedule warmUp(double from, long steps) {
    return Schedules.warmUp(from, steps);
  }

  /// Returns a rate that rises to a peak and falls far below its start.
  public static Schedule oneCycle(double peak, long steps) {
    return Schedules.oneCycle(peak, steps);
  }

  /// Returns a rate that falls by a factor when epochs no longer bring anything.
  public static Schedule reduceOnPlateau(double factor, int patience) {
    return Schedules.reduceOnPlateau(factor, patience);
  }
}
