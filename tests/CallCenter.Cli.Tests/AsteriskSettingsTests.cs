using System.CommandLine;
using CallCenter.Asterisk;
using CallCenter.Cli.Commands;

namespace CallCenter.Cli.Tests;

/// <summary>The address of an Asterisk on the command line.</summary>
public sealed class AsteriskSettingsTests
{
    [Theory]
    [InlineData("", "localhost:5038")]
    [InlineData("pbx.example", "pbx.example:5038")]
    [InlineData("10.0.0.7:5039", "10.0.0.7:5039")]
    [InlineData("[::1]", "[::1]:5038")]
    [InlineData("[::1]:5039", "[::1]:5039")]
    public void The_address_is_a_host_with_an_optional_port(string text, string address)
        => Assert.Equal(address, Read(text).Address);

    [Theory]
    [InlineData("pbx:sip")]
    [InlineData("pbx:0:1")]
    [InlineData("pbx:0")]
    [InlineData("pbx#x")]
    [InlineData("me@pbx")]
    [InlineData("pbx/queue")]
    [InlineData("http://pbx")]
    public void An_invalid_address_is_refused(string text)
        => Assert.Contains("is not where an AMI can be", Assert.Single(Parse(text).Result.Errors).Message);

    [Fact]
    public void Wrap_up_is_of_all_queues_or_of_one()
    {
        MappingOptions mapping = Read("--wrap-up 20s --wrap-up sales=45s --wrap-up a=b=1m30s").Mapping;

        Assert.Equal(TimeSpan.FromSeconds(20), mapping.WrapUp);
        Assert.Equal(
            new Dictionary<string, TimeSpan> { ["sales"] = TimeSpan.FromSeconds(45), ["a=b"] = TimeSpan.FromSeconds(90) },
            mapping.WrapUpByQueue);
    }

    [Fact]
    public void Reasons_for_a_break_are_added_to_the_usual_ones()
    {
        IReadOnlySet<string> reasons = Read("--break-reason Prayer").Mapping.BreakReasons;

        Assert.True(reasons.Contains("prayer") && reasons.Contains("Lunch"));
    }

    [Fact]
    public void The_secret_is_the_text_of_the_file_without_its_line_end()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, " s3 cret \r\n");
            Assert.Equal(" s3 cret ", Read($"--secret-file {file}").Secret);
            foreach (string none in (string[])["\n", "a\nb"])
            {
                File.WriteAllText(file, none);
                Assert.Throws<UsageException>(() => Read($"--secret-file {file}"));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_secret_is_sent_by_challenge_by_default()
        => Assert.Equal((AmiLogin.Challenge, AmiLogin.Plain), (Read("").Login, Read("--plain-login").Login));

    private static AsteriskOptions Read(string line)
    {
        var (settings, result) = Parse(line);
        return settings.Read(result);
    }

    private static (AsteriskSettings Settings, ParseResult Result) Parse(string line)
    {
        var settings = new AsteriskSettings(new CliContext
        {
            In = TextReader.Null, Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => "from the environment",
        });
        var command = new Command("asterisk");
        settings.AddTo(command);
        return (settings, command.Parse($"{line} --user metrics"));
    }
}
