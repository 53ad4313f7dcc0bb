using System.Text.Json;
using Anneal.Cli;

namespace Anneal.Tests.Cli;

public sealed class JsonResultTests
{
    [Theory]
    [InlineData("doctor")]
    [InlineData("schedule show", "constant(1e-3, 10)")]
    public void A_result_in_JSON_says_which_schema_and_command_it_is(string command, params string[] arguments)
    {
        var run = Invocation.Of([.. command.Split(' '), .. arguments, "--json", "--color", "always"]);

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(1, json.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(command, json.RootElement.GetProperty("command").GetString());
        Assert.DoesNotContain('\e', run.Output);
    }

    [Fact]
    public void Doubles_keep_all_their_bits_and_what_is_not_finite_is_null()
    {
        using var output = new StringWriter();

        JsonResult.Write(output, "test", json =>
        {
            json.Number("third", 1.0 / 3);
            json.Number("nan", double.NaN);
            json.Number("none", null);
        });

        using var read = JsonDocument.Parse(output.ToString());
        Assert.Equal(1.0 / 3, read.RootElement.GetProperty("third").GetDouble());
        Assert.Equal(JsonValueKind.Null, read.RootElement.GetProperty("nan").ValueKind);
        Assert.Equal(JsonValueKind.Null, read.RootElement.GetProperty("none").ValueKind);
    }
}
