package dev.chainrule.nn;

import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.init.Constant;
import dev.chainrule.init.Initializer;
import dev.chainrule.init.Normal;
import dev.chainrule.init.Orthogonal;
import dev.chainrule.init.TruncatedNormal;
import dev.chainrule.init.Uniform;
import dev.chainrule.init.VarianceScaling;
import dev.chainrule.io.Json;
import dev.chainrule.op.Window;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Layers as JSON and back: `{"kind": "Dense", "outputs": 10, "bias": true, ...}`.
///
/// Layers are records, so their components are all there is to write. Only the library's own can be
/// read: a file never names classes to be loaded.
final class LayerJson {
  private static final Map<String, Class<?>> KINDS =
      Stream.of(
              List.of(Sequential.class, Named.class, Residual.class, Flatten.class, Reshape.class),
              List.of(Checkpointed.class),
              List.of(Dense.class, Embedding.class, Dropout.class, Activation.class, PRelu.class),
              List.of(LeakyRelu.class, Elu.class, Celu.class, HardTanh.class),
              List.of(BatchNorm.class, LayerNorm.class, RmsNorm.class),
              List.of(GroupNorm.class, InstanceNorm.class),
              List.of(Conv.class, ConvTranspose.class, DepthwiseConv.class, SeparableConv.class),
              List.of(MaxPool.class, AveragePool.class, Window.class, Padding.class),
              List.of(
                  AdaptiveMaxPool.class,
                  AdaptiveAveragePool.class,
                  PixelShuffle.class,
                  Upsample.class,
                  WeightNorm.class,
                  EmbeddingBag.class,
                  Bilinear.class),
              List.of(GlobalMaxPool.class, GlobalAveragePool.class),
              List.of(SimpleRnn.class, Lstm.class, Gru.class, Unrolling.class, RecurrentCell.class),
              List.of(Bidirectional.class, TimeDistributed.class),
              List.of(MultiHeadAttention.class, SinusoidalPositions.class, LearnedPositions.class),
              List.of(FeedForward.class, TransformerEncoder.class, TransformerDecoder.class),
              List.of(Constant.class, Normal.class, TruncatedNormal.class, Uniform.class),
              List.of(Orthogonal.class, VarianceScaling.class))
          .flatMap(List::stream)
          .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

  private LayerJson() {}

  /// Returns whether all layers in it are the library's own.
  static boolean canWrite(Layer layer) {
    return isKnown(layer);
  }

  private static boolean isKnown(Object value) {
    return switch (value) {
      case List<?> list -> list.stream().allMatch(LayerJson::isKnown);
      case Enum<?> constant -> KINDS.containsValue(constant.getDeclaringClass()) || !isPart(value);
      case Record described ->
          KINDS.containsValue(described.getClass())
              && Stream.of(described.getClass().getRecordComponents())
                  .allMatch(component -> isKnown(read(component, described)));
      default -> !isPart(value);
    };
  }

  /// Returns whether a value may be of a class that is not the library's.
  private static boolean isPart(Object value) {
    return value instanceof Layer || value instanceof Initializer;
  }

  static Json write(Layer layer) {
    return value(layer);
  }

  private static Json value(Object value) {
    return switch (value) {
      case Integer number -> Json.of(number.longValue());
      case Double number -> Json.of(number);
      case Boolean truth -> Json.of(truth);
      case String text -> Json.of(text);
      case Shape shape -> Json.of(Arrays.stream(shape.sizes()).mapToObj(Json::of).toList());
      case OptionalDouble number ->
          number.isPresent() ? Json.of(number.getAsDouble()) : Json.Null.NULL;
      case OptionalInt number ->
          number.isPresent() ? Json.of((long) number.getAsInt()) : Json.Null.NULL;
      case List<?> list -> Json.of(list.stream().map(LayerJson::value).toList());
      case Layer layer -> described(layer);
      case Initializer initializer -> described(initializer);
      case Record described -> described(described);
      case Enum<?> constant -> Json.of(constant.name());
      default -> throw new IllegalArgumentException("Network: cannot be written: " + value);
    };
  }

  private static Json described(Object described) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("kind", Json.of(described.getClass().getSimpleName()));
    if (described instanceof Enum<?> constant) {
      members.put("name", Json.of(constant.name()));
    } else {
      for (var component : described.getClass().getRecordComponents()) {
        members.put(component.getName(), value(read(component, described)));
      }
    }
    return Json.of(members);
  }

  private static Object read(RecordComponent component, Object owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @throws FormatException if it describes no layer
  static Layer read(Json json) {
    return (Layer) value(json, Layer.class);
  }

  private static Object value(Json json, Class<?> type) {
    if (type == int.class) {
      return json.asInt();
    } else if (type == double.class) {
      return json.asDouble();
    } else if (type == boolean.class) {
      return json.asBoolean();
    } else if (type == String.class) {
      return json.asText();
    } else if (type == Shape.class) {
      return Shape.of(json.items().stream().mapToInt(Json::asInt).toArray());
    } else if (type == OptionalDouble.class) {
      return json == Json.Null.NULL ? OptionalDouble.empty() : OptionalDouble.of(json.asDouble());
    } else if (type == OptionalInt.class) {
      return json == Json.Null.NULL ? OptionalInt.empty() : OptionalInt.of(json.asInt());
    } else if (type == List.class) {
      return json.items().stream().map(LayerJson::described).toList();
    }
    return type.isEnum() ? constant(type, json.asText()) : described(json);
  }

  private static Object described(Json json) {
    var kind = json.get("kind").asText();
    var type = KINDS.get(kind);
    if (type == null) {
      throw new FormatException("network: there is no layer or initialiser \"" + kind + "\"");
    }
    return type.isEnum()
        ? constant(type, json.get("name").asText())
        : record(type, json, type.getRecordComponents());
  }

  private static Object constant(Class<?> type, String name) {
    for (var constant : Objects.requireNonNull(type.getEnumConstants())) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new FormatException(
        "network: there is no \"%s\" in %s".formatted(name, type.getSimpleName()));
  }

  private static Object record(Class<?> type, Json json, RecordComponent[] components) {
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    var values =
        Arrays.stream(components)
            .map(component -> value(json.get(component.getName()), component.getType()))
            .toArray();
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw new FormatException("network: " + Objects.requireNonNull(e.getCause()).getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
