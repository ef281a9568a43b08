/// The command line. The entry type is `Main`; every other command is a class of its own, which
/// reads its options, calls the library and prints. Nothing here computes: what a command does can
/// be done from Java.
package dev.chainrule.cli;
