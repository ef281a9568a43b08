package dev.chainrule.benchmarks;

/// A library that trains networks.
enum Library {
  CHAINRULE("Chainrule") {
    @Override
    Learner learner(Workload workload) {
      return new ChainruleLearner(workload, true);
    }
  },

  /// One operation at a time.
  EAGER("Chainrule, eager") {
    @Override
    Learner learner(Workload workload) {
      return new ChainruleLearner(workload, false);
    }
  },

  /// With PyTorch's engine.
  DJL("DJL") {
    @Override
    Learner learner(Workload workload) {
      return new DjlLearner(workload, ChainruleLearner.values(workload));
    }
  };

  private final String title;

  Library(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  abstract Learner learner(Workload workload);
}
