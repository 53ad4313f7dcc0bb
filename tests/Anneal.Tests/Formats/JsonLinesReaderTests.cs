using Anneal.Formats;

namespace Anneal.Tests.Formats;

public sealed class JsonLinesReaderTests
{
    [Theory]
    [InlineData("{\"step\": 0, \"lr\": 0.1, \"loss\": 3}\n{\"step\": 1, \"lr\": 0.1, \"loss\": 2}\n")]
    [InlineData("{\"loss\":3,\"iter\":0,\"LR\":\"1e-1\"}\r\n\r\n{\"loss\":\"2\",\"iter\":1,\"LR\":\"0.1\"}\r\n")]
    [InlineData("{\"_step\": 5, \"train/global_step\": 1, \"train/learning_rate\": 0.1, \"eval\": {\"loss\": 3}}\n{\"_step\": 9, \"train/global_step\": 2, \"train/learning_rate\": 0.1, \"eval\": {\"loss\": 2}}")]
    [InlineData("{\"step\":0,\"optim\":{\"lr\":0.1},\"metrics\":[1,{\"loss\":9}],\"note\":\"x\",\"loss\":3,\"extra\":null}\n{\"step\":1,\"optim\":{\"lr\":0.1},\"loss\":2}\n")]
    public void The_same_log_in_other_clothes(string text)
    {
        var set = Logs.Read(text);

        Assert.Equal([0, 1], set.Steps());
        Assert.Equal([3.0, 2.0], set.Loss());
        Assert.Equal([0.1, 0.1], set.Runs[0].Schedule.ToArray());
        Assert.StartsWith("JSON Lines", set.Reports[0].Sentences.First());
    }

    [Fact]
    public void Losses_on_lines_of_their_own_are_joined_by_step()
    {
        var set = Logs.Read("{\"step\":1,\"lr\":0.1,\"loss\":3}\n{\"step\":1,\"eval_loss\":3.5}\n{\"step\":2,\"lr\":0.1,\"loss\":2}\n{\"step\":3,\"eval_loss\":2.5}\n{\"step\":3,\"train_loss\":2.7}\n");

        Assert.Equal("val_loss", set.Metric);
        Assert.Equal([1, 3], set.Steps());
        Assert.Equal([3.5, 2.5], set.Loss());
    }

    [Fact]
    public void Bare_NaN_and_Infinity_are_dropped_and_counted()
    {
        var set = Logs.Read("{\"step\":1,\"lr\":0.1,\"loss\":3}\n{\"step\":2,\"lr\":0.1,\"loss\":NaN}\n{\"step\":3,\"lr\":0.1,\"loss\": -Infinity }\n{\"step\":4,\"lr\":0.1,\"loss\":2}\n");

        Assert.Equal([1, 4], set.Steps());
        Assert.Equal([new DroppedRows("loss is not finite", 2, 2)], set.Reports[0].Dropped);
    }

    [Fact]
    public void Other_lines_are_dropped_and_a_cut_last_line_is_said()
    {
        var set = Logs.Read("{\"step\":1,\"lr\":0.1,\"loss\":3}\nstarting up\n{\"step\":2,\"lr\":0.1,\"loss\":2}\n{\"epoch\":2}\n{\"step\":3,\"lr\":0.1,\"lo");

        Assert.Equal([1, 2], set.Steps());
        Assert.Equal([new DroppedRows("it is not a JSON object", 1, 2), new("it has no 'step'", 1, 4)], set.Reports[0].Dropped);
        Assert.Equal(5, set.Reports[0].TruncatedLine);
    }
}
