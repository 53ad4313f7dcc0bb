using System.Text;
using Anneal.Dialects;
using Anneal.Formats;
using Anneal.Simulation;

namespace Anneal.Tests.Dialects;

/// <summary>Whatever is written, arguments and schedule files are read or refused with a sentence: nothing else is thrown, and nothing hangs.</summary>
public sealed class DamageTests
{
    const string File = """
        schedule: 1
        unit: tokens
        index: first-update-is-1
        peak: 6.0e-4
        total: 9000tok
        sequence: 2
        steps_per_epoch: 7
        stages:
          - {to: 2560, shape: linear, from_lr: 0, lr: 6.0e-4}
          - {to: 50%, shape: constant}
          - {to: 9000, shape: power, p: 1.5, lr: 5%}
        batch: [{to: 500, size: 10}, {size: 20}]
        """;

    static ReadOnlySpan<byte> Alphabet => "{}[]\":,;\n=()-+*/.eE#'&!\t0159%"u8;

    [Fact]
    public void Damaged_arguments_are_refused_or_read()
    {
        var random = new RandomNumbers(new Seed(5)["damage"]);
        foreach (var row in StockRatesTests.Rows)
        {
            var (target, arguments, _) = row.Data;
            for (var i = 0; i < 150; i++) Try(() => Exports.Read(Damaged(arguments, random), target));
        }
    }

    [Fact]
    public void Damaged_schedule_files_are_refused_or_read()
    {
        var random = new RandomNumbers(new Seed(6)["damage"]);
        var json = ScheduleDocumentFile.ToJson(ScheduleDocumentFile.Read(File, "file.yaml"));
        for (var i = 0; i < 2000; i++)
        {
            Try(() => ScheduleDocumentFile.Read(Damaged(File, random), "file.yaml").ToSchedule());
            Try(() => ScheduleDocumentFile.Read(Damaged(json, random), "file.json").ToSchedule());
        }
    }

    [Theory]
    [InlineData("pytorch", "lr = 1\nsteps = 2000000000\nOneCycleLR(optimizer, max_lr=1, total_steps=2000000000)")]
    [InlineData("deepspeed", "{\"type\": \"WarmupLR\", \"warmup_max_lr\": 1, \"warmup_num_steps\": 2000000000, \"steps\": 9}")]
    [InlineData("optax", "steps = 9\njoin_schedules([[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("keras", "CosineDecay(1, 1e300)")]
    [InlineData("pytorch", "lr = 1\nsteps = 1e300\nExponentialLR(optimizer, 0.9)")]
    public void Too_much_is_refused(string target, string arguments) => Assert.Throws<InputException>(() => Exports.Read(arguments, target));

    static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (InputException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }

    static string Damaged(string text, RandomNumbers random)
    {
        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        for (var n = 1 + (int)(random.NextUniform() * 3); n > 0 && bytes.Count > 1; n--)
        {
            var at = (int)(random.NextUniform() * bytes.Count);
            var letter = Alphabet[(int)(random.NextUniform() * Alphabet.Length)];
            switch ((int)(random.NextUniform() * 4))
            {
                case 0:
                    bytes[at] = letter;
                    break;
                case 1:
                    bytes.Insert(at, letter);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
