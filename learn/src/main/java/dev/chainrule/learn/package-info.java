/// The facade: one class of factories for programs that build and train networks. The entry type is
/// `Chainrule`. Depends on everything in this module; nothing may depend on it.
package dev.chainrule.learn;
