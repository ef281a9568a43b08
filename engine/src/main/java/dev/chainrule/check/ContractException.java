package dev.chainrule.check;

import dev.chainrule.ChainruleException;

/// An operation does not keep a contract; the message holds the facts.
public final class ContractException extends ChainruleException {
  private static final long serialVersionUID = 1L;

  public ContractException(String message) {
    super(message);
  }
}
