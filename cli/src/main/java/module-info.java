/// The command line: one class per command, and how commands show progress and report failures.
@org.jspecify.annotations.NullMarked
module dev.chainrule.cli {
  requires dev.chainrule.datasets;
  requires info.picocli;
  requires static org.jspecify;

  opens dev.chainrule.cli to
      info.picocli;
}
