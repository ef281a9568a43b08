/// Layers, losses, optimisers, training and files, built on the engine.
@org.jspecify.annotations.NullMarked
module dev.chainrule.learn {
  requires transitive dev.chainrule.engine;
  requires static transitive org.jspecify;

  exports dev.chainrule.data;
  exports dev.chainrule.init;
  exports dev.chainrule.explain;
  exports dev.chainrule.io;
  exports dev.chainrule.learn;
  exports dev.chainrule.loss;
  exports dev.chainrule.metric;
  exports dev.chainrule.nn;
  exports dev.chainrule.optim;
  exports dev.chainrule.schedule;
  exports dev.chainrule.train;

  // Programs read and build the records that compiled functions return.
  opens dev.chainrule.train to
      dev.chainrule.engine;
}
