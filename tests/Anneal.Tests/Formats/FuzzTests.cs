using System.Text;
using Anneal.Formats;
using Anneal.Simulation;

namespace Anneal.Tests.Formats;

/// <summary>Whatever the bytes are, a log is read or refused with one sentence: nothing else is thrown.</summary>
public sealed class FuzzTests
{
    const string Csv = "# log\r\nstep;lr;train_loss;val_loss\r\n0;0,1;3,5;\r\n\"100\";0,1;3,25;3,5\r\n200;1e-2;nan;3,125\r\n150;1e-2;3;\r\n";
    const string Json = "{\"step\": 0, \"lr\": \"1e-1\", \"train\": {\"loss\": 3.5}}\n{\"step\": 1, \"lr\": 0.1, \"train\": {\"loss\": NaN}}\n{\"step\": 2, \"train\": {\"loss\": 3.25}}\n";
    const string Yaml = "defaults: { warmup: 10, jump: middle }\nruns:\n  - log: a.csv\n    schedule: \"cosine(3e-4, 3e-5, 100)\"\n  - { log: b.csv, weight: 2 }\n";

    static ReadOnlySpan<byte> Alphabet => "{}[]\":,;\n\r-.eE#'&*!\t0"u8;

    [Fact]
    public void Random_bytes_are_refused_or_read()
    {
        var random = new RandomNumbers(new Seed(2)["bytes"]);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = new byte[(int)(random.NextUniform() * 300)];
            for (var j = 0; j < bytes.Length; j++) bytes[j] = (byte)random.NextBits();
            Try(bytes);
        }
    }

    [Theory]
    [InlineData(Csv)]
    [InlineData(Json)]
    public void Damaged_logs_are_refused_or_read(string text)
    {
        var random = new RandomNumbers(new Seed(3)["damage"]);
        for (var i = 0; i < 3000; i++) Try(Damage(Encoding.UTF8.GetBytes(text), random));
    }

    [Fact]
    public void Damaged_runs_files_are_refused_or_read()
    {
        var random = new RandomNumbers(new Seed(4)["damage"]);
        for (var i = 0; i < 3000; i++)
        {
            var text = Encoding.UTF8.GetString(Damage(Encoding.UTF8.GetBytes(Yaml), random));
            try
            {
                Assert.NotEmpty(RunsFile.Read(new StringReader(text), "runs.yaml"));
            }
            catch (InputException error)
            {
                Assert.StartsWith("runs.yaml:", error.Message);
            }
        }
    }

    // Flips, cuts, repeats and inserts from the alphabet that formats are made of.
    internal static byte[] Damage(byte[] whole, RandomNumbers random)
    {
        var bytes = whole.ToList();
        for (var n = 1 + (int)(random.NextUniform() * 6); n > 0; n--)
        {
            var at = (int)(random.NextUniform() * bytes.Count);
            switch ((int)(random.NextUniform() * 4))
            {
                case 0:
                    bytes[at] = (byte)random.NextBits();
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at - 1, (int)(random.NextUniform() * 8)));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(20, bytes.Count - at)));
                    break;
                default:
                    bytes.Insert(at, Alphabet[(int)(random.NextUniform() * Alphabet.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }

    static void Try(byte[] bytes)
    {
        try
        {
            var run = Logs.Read(bytes).Runs[0];
            Assert.True(run.Curve.Count > 0 && run.Schedule.Steps > run.Curve.Steps[^1]);
        }
        catch (InputException error)
        {
            Assert.StartsWith("run.csv", error.Message);
            Assert.DoesNotContain('\n', error.Message);
        }
    }
}
