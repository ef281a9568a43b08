/// Initial values of parameters. The entry type is `Initializer`; `Initializers` has the factories.
/// Must not depend on layers.
package dev.chainrule.init;
