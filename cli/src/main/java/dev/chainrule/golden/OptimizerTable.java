package dev.chainrule.golden;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.optim.Adadelta;
import dev.chainrule.optim.Adagrad;
import dev.chainrule.optim.Adam;
import dev.chainrule.optim.Adamax;
import dev.chainrule.optim.Decay;
import dev.chainrule.optim.Muon;
import dev.chainrule.optim.NAdam;
import dev.chainrule.optim.Optimizer;
import dev.chainrule.optim.RAdam;
import dev.chainrule.optim.RmsProp;
import dev.chainrule.optim.Rprop;
import dev.chainrule.optim.Sgd;
import dev.chainrule.optim.UpdateRule;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What Chainrule calls each of PyTorch's optimisers, with PyTorch's defaults.
final class OptimizerTable {
  /// What Chainrule calls what is remembered of a parameter, by PyTorch's name.
  private static final Map<String, String> SLOTS =
      Map.ofEntries(
          Map.entry("momentum_buffer", "momentum"),
          Map.entry("exp_avg", "mean"),
          Map.entry("exp_avg_sq", "square"),
          Map.entry("max_exp_avg_sq", "largest"),
          Map.entry("square_avg", "square"),
          Map.entry("grad_avg", "mean"),
          Map.entry("acc_delta", "change"),
          Map.entry("exp_inf", "largest"),
          Map.entry("mu_product", "product"),
          Map.entry("prev", "previous"),
          Map.entry("step_size", "size"));

  private static final Map<String, Function<Settings, UpdateRule>> RULES =
      Map.ofEntries(
          Map.entry("SGD", OptimizerTable::sgd),
          Map.entry("Adam", s -> adam(s, 0, s.flag("decoupled_weight_decay", false))),
          Map.entry("AdamW", s -> adam(s, 1e-2, true)),
          Map.entry("RMSprop", OptimizerTable::rmsProp),
          Map.entry("Adagrad", OptimizerTable::adagrad),
          Map.entry("Adadelta", OptimizerTable::adadelta),
          Map.entry("Adamax", OptimizerTable::adamax),
          Map.entry("RAdam", OptimizerTable::rAdam),
          Map.entry("NAdam", OptimizerTable::nAdam),
          Map.entry("Rprop", OptimizerTable::rprop),
          Map.entry("Muon", OptimizerTable::muon));

  private OptimizerTable() {}

  /// Returns an optimiser as the manifest describes it: `{"type": "SGD", "args": {"lr": 0.1}}`.
  ///
  /// @throws NotApplicable if Chainrule has no such optimiser, or not with these arguments
  static Optimizer optimizer(Settings described, List<Variable> parameters) {
    String type = described.text("type", "");
    Function<Settings, UpdateRule> rule = RULES.get(type);
    if (rule == null) {
      throw new NotApplicable("there is no optimiser " + type);
    }
    Settings arguments = described.inner("args");
    Optimizer optimizer = rule.apply(arguments).over(parameters);
    if (arguments.flag("maximize", false)) {
      optimizer.before(gradients -> gradients.map(Tensor::neg));
    }
    arguments.find("foreach"); // how PyTorch computes it, not what
    arguments.checkAllUsed();
    return optimizer;
  }

  private static UpdateRule sgd(Settings s) {
    return new Sgd(
        s.number("lr", 1e-3),
        s.number("momentum", 0),
        s.number("dampening", 0),
        s.flag("nesterov", false),
        penalty(s));
  }

  private static UpdateRule adam(Settings s, double decay, boolean decoupled) {
    double weight = s.number("weight_decay", decay);
    double[] betas = s.pair("betas", 0.9, 0.999);
    return new Adam(
        s.number("lr", 1e-3),
        betas[0],
        betas[1],
        s.number("eps", 1e-8),
        s.flag("amsgrad", false),
        decoupled ? Decay.decoupled(weight) : Decay.l2(weight));
  }

  private static UpdateRule rmsProp(Settings s) {
    return new RmsProp(
        s.number("lr", 1e-2),
        s.number("alpha", 0.99),
        s.number("momentum", 0),
        s.flag("centered", false),
        s.number("eps", 1e-8),
        penalty(s));
  }

  private static UpdateRule adagrad(Settings s) {
    return new Adagrad(
        s.number("lr", 1e-2),
        s.number("lr_decay", 0),
        s.number("initial_accumulator_value", 0),
        s.number("eps", 1e-10),
        penalty(s));
  }

  private static UpdateRule adadelta(Settings s) {
    return new Adadelta(s.number("lr", 1), s.number("rho", 0.9), s.number("eps", 1e-6), penalty(s));
  }

  private static UpdateRule adamax(Settings s) {
    double[] betas = s.pair("betas", 0.9, 0.999);
    return new Adamax(s.number("lr", 2e-3), betas[0], betas[1], s.number("eps", 1e-8), penalty(s));
  }

  private static UpdateRule rAdam(Settings s) {
    double[] betas = s.pair("betas", 0.9, 0.999);
    return new RAdam(s.number("lr", 1e-3), betas[0], betas[1], s.number("eps", 1e-8), penalty(s));
  }

  private static UpdateRule nAdam(Settings s) {
    double[] betas = s.pair("betas", 0.9, 0.999);
    double weight = s.number("weight_decay", 0);
    return new NAdam(
        s.number("lr", 2e-3),
        betas[0],
        betas[1],
        s.number("eps", 1e-8),
        s.number("momentum_decay", 4e-3),
        s.flag("decoupled_weight_decay", false) ? Decay.decoupled(weight) : Decay.l2(weight));
  }

  private static UpdateRule rprop(Settings s) {
    double[] factors = s.pair("etas", 0.5, 1.2);
    double[] sizes = s.pair("step_sizes", 1e-6, 50);
    return new Rprop(s.number("lr", 1e-2), factors[0], factors[1], sizes[0], sizes[1]);
  }

  /// PyTorch has matrices of outputs times inputs.
  private static UpdateRule muon(Settings s) {
    double rate = s.number("lr", 1e-3);
    var decay = Decay.decoupled(s.number("weight_decay", 0.1));
    return new Muon(rate, s.number("momentum", 0.95), true, true, decay, Sgd.of(rate));
  }

  private static Decay penalty(Settings s) {
    return Decay.l2(s.number("weight_decay", 0));
  }

  /// Returns what an optimiser remembers of a parameter under PyTorch's name.
  static Tensor remembered(Optimizer optimizer, String parameter, String slot) {
    String name = slot.equals("step") ? slot : parameter + "." + SLOTS.getOrDefault(slot, slot);
    Variable variable = optimizer.variables().get(name);
    if (variable == null) {
      throw new NotApplicable("nothing is remembered that PyTorch calls " + slot);
    }
    return variable.value().to(DType.F64);
  }
}
