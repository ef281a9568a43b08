/// Tensors, operations, derivatives and the kernels that run them.
@org.jspecify.annotations.NullMarked
module dev.chainrule.engine {
  requires static jdk.incubator.vector;
  requires jdk.management;
  requires static transitive org.jspecify;

  exports dev.chainrule;
  exports dev.chainrule.autodiff;
  exports dev.chainrule.check;
  exports dev.chainrule.op;
  exports dev.chainrule.program;
  exports dev.chainrule.scalar;
}
