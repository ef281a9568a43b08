package dev.chainrule.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints: Chainrule's version, from the jar, and that of the Java it runs on.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "chainrule "
          + Objects.requireNonNullElse(version, "development")
          + ", Java "
          + Runtime.version()
    };
  }
}
