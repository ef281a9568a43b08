package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.io.Json;
import dev.chainrule.metric.Score;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DisplayTest {
  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text, true);
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aPipeGetsOneLineForEachEpoch() {
    var display = new LineDisplay(out);
    display.batch(progress(2, 100));
    display.epoch(progress(2, 469));
    display.epoch(progress(5, 469));
    assertEquals(
        """
        epoch 2/5  loss 0.081230  accuracy 97.31 %  182k samples/s  0:03 left
        epoch 5/5  loss 0.081230  accuracy 97.31 %  182k samples/s
        """,
        text.toString());
  }

  @Test
  void ofManyEpochsAboutTwentyAreShown() {
    var display = new LineDisplay(out);
    for (int epoch = 1; epoch <= 200; epoch++) {
      display.epoch(new Progress(epoch, 200, 1, 1, 10, 0, List.of()));
    }
    var lines = text.toString().lines().toList();
    assertEquals(21, lines.size());
    assertTrue(lines.get(1).startsWith("epoch 10/200"), lines.get(1));
    assertTrue(lines.getLast().startsWith("epoch 200/200"), lines.getLast());
  }

  @Test
  void aTerminalGetsABarThatFitsEightyColumns() {
    var line = BarDisplay.line(progress(2, 220));
    assertEquals(
        "epoch 2/5 ████▋───── 0:03 left  loss 0.081230  accuracy 97.31 %  182k samples/s", line);
    assertTrue(line.length() <= 80);
  }

  @Test
  void theBarFillsInEighths() {
    assertEquals("──────────", BarDisplay.bar(0));
    assertEquals("▏─────────", BarDisplay.bar(1 / 80.0));
    assertEquals("█████▍────", BarDisplay.bar(0.54));
    assertEquals("██████████", BarDisplay.bar(1));
  }

  @Test
  void theBarIsDrawnAtMostTenTimesASecond() {
    var display = new BarDisplay(out, nanos::get);
    for (int batch = 1; batch <= 100; batch++) {
      display.batch(progress(1, batch));
      nanos.addAndGet(5_000_000);
    }
    assertEquals(5, text.toString().chars().filter(c -> c == '\r').count());
  }

  @Test
  void theEpochsLineTakesThePlaceOfTheBar() {
    var display = new BarDisplay(out, nanos::get);
    display.batch(progress(1, 1));
    text.getBuffer().setLength(0);
    display.epoch(progress(5, 469));
    display.note("saved");
    assertEquals(
        "\r\033[Kepoch 5/5  loss 0.081230  accuracy 97.31 %  182k samples/s\nsaved\n",
        text.toString());
  }

  @Test
  void programsGetAJsonObjectOnALine() {
    var display = new JsonDisplay(out);
    display.epoch(progress(2, 469));
    display.note("stopped");
    assertEquals(
        """
        {"event":"epoch","epoch":2,"epochs":5,"loss":0.08123,"accuracy":0.97312,"samplesPerSecond":182000.0,"secondsLeft":2.5}
        {"event":"note","text":"stopped"}
        """,
        text.toString());
  }

  @Test
  void aLossThatIsNoNumberIsNullInJson() {
    var scores = List.of(new Score("validation loss", Double.NaN, Score.Kind.ERROR));
    new JsonDisplay(out).epoch(new Progress(1, 1, 1, 1, 10, 0, scores));
    var json = Json.parse(text.toString(), "line");
    assertEquals(Json.Null.NULL, json.get("validationLoss"));
  }

  @Test
  void timesAndSpeedsAreShort() {
    assertEquals("0:00", atSpeed(0, 0).timeLeft());
    assertEquals("12:30", atSpeed(0, 749.2).timeLeft());
    assertEquals("1:02:03", atSpeed(0, 3723).timeLeft());
    assertEquals("850 samples/s", atSpeed(850, 0).speed());
    assertEquals("10k samples/s", atSpeed(9_999.9, 0).speed());
    assertEquals("2.1M samples/s", atSpeed(2_100_000, 0).speed());
  }

  private static Progress progress(int epoch, int batch) {
    var scores =
        List.of(
            new Score("loss", 0.08123, Score.Kind.ERROR),
            new Score("accuracy", 0.97312, Score.Kind.SHARE));
    return new Progress(epoch, 5, batch, 469, 182_000, 2.5, scores);
  }

  private static Progress atSpeed(double samplesPerSecond, double secondsLeft) {
    return new Progress(1, 1, 1, 1, samplesPerSecond, secondsLeft, List.of());
  }
}
