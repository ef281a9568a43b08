package dev.chainrule.cli;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePathScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// Collects the types and methods that the project declares, each with its place.
final class DeclarationScanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
  /// A named class, interface, record, enum or annotation.
  record Type(
      String place, String name, boolean isPublic, boolean isNested, boolean isDocumented) {}

  /// A method or constructor; `lines` counts those between the braces of its body.
  record Method(String place, String name, boolean isPrivate, int parameters, int lines) {}

  private final DocTrees trees;
  private final List<Type> types = new ArrayList<>();
  private final List<Method> methods = new ArrayList<>();

  DeclarationScanner(DocTrees trees) {
    this.trees = trees;
  }

  List<Type> types() {
    return types;
  }

  List<Method> methods() {
    return methods;
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
    if (!type.getSimpleName().isEmpty()) {
      types.add(
          new Type(
              place(type),
              type.getSimpleName().toString(),
              isPublic(type),
              getCurrentPath().getParentPath().getLeaf() instanceof ClassTree,
              trees.getDocCommentTree(getCurrentPath()) != null));
    }
    return super.visitClass(type, null);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
    methods.add(
        new Method(
            place(method),
            method.getName().toString(),
            method.getModifiers().getFlags().contains(Modifier.PRIVATE),
            isOfRecord(method) ? 0 : method.getParameters().size(),
            Optional.ofNullable(method.getBody()).map(this::lines).orElse(0)));
    return super.visitMethod(method, null);
  }

  /// Whether it is a record's constructor, whose parameters are the record itself.
  private boolean isOfRecord(MethodTree method) {
    return method.getName().contentEquals("<init>")
        && getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
  }

  /// Whether a type and all types around it are public.
  private boolean isPublic(ClassTree type) {
    for (var path = getCurrentPath(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof ClassTree around
          && !around.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
        return false;
      }
    }
    return !type.getSimpleName().isEmpty();
  }

  private int lines(BlockTree body) {
    return (int) (line(end(body)) - line(start(body)) - 1);
  }

  private String place(Tree tree) {
    var file = Path.of(getCurrentPath().getCompilationUnit().getSourceFile().toUri());
    return SourceFiles.ROOT.relativize(file) + ":" + line(start(tree));
  }

  private long start(Tree tree) {
    var unit = getCurrentPath().getCompilationUnit();
    return trees.getSourcePositions().getStartPosition(unit, tree);
  }

  private long end(Tree tree) {
    var unit = getCurrentPath().getCompilationUnit();
    return trees.getSourcePositions().getEndPosition(unit, tree);
  }

  private long line(long position) {
    return getCurrentPath().getCompilationUnit().getLineMap().getLineNumber(position);
  }
}
