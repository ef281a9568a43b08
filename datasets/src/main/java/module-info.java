/// Small real data sets inside the jar, readers of IDX and CSV files, and tables made ready for
/// training.
@org.jspecify.annotations.NullMarked
module dev.chainrule.datasets {
  requires transitive dev.chainrule.learn;
  requires de.siegmar.fastcsv;
  requires static transitive org.jspecify;

  exports dev.chainrule.datasets;
}
