using CallCenter.Cli.Commands;

namespace CallCenter.Cli.Tests;

/// <summary>Completion in a shell, and the manual page.</summary>
public sealed class ShellTests
{
    [Theory]
    [InlineData("ccg report --by ", "channel", "issue_type", "queue", "team", "tier")]
    [InlineData("ccg ser", "series", "serve")]
    [InlineData("ccg report --mea", "--measures")]
    public async Task Bash_completes_commands_options_and_values(string line, params string[] words)
    {
        string program = string.Join(' ', Ccg.Command().Select(word => $"'{word}'"));

        string found = await Programs.RunAsync("bash", "-c",
            $$"""
            ccg() { {{program}} "$@"; }
            source <(ccg completion bash)
            COMP_LINE=$1 COMP_POINT=${#1}
            _ccg
            printf '%s\n' "${COMPREPLY[@]}"
            """, "bash", line);

        Assert.Equal(words, found.Split('\n').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("zsh", "compdef _ccg ccg")]
    [InlineData("fish", "complete -c ccg")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Each_shell_has_a_script_that_asks_the_program(string shell, string says)
    {
        Ended ended = await CommandRun.ToEndAsync(["completion", shell]);

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains(says, ended.Out, StringComparison.Ordinal);
        Assert.Contains("[suggest:", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manual_has_every_command_with_its_options_and_examples()
    {
        Ended ended = await CommandRun.ToEndAsync(["man"]);

        string[] lines = ended.Out.Split('\n');
        var nowhere = new CliContext { In = TextReader.Null, Out = TextWriter.Null, Error = TextWriter.Null };
        var report = (ExampleCommand)ReportCommand.Create(nowhere);
        Assert.Contains(".SS ccg report PERIOD", lines);
        Assert.Contains(".SS ccg keys create", lines);
        Assert.All(report.Options, option =>
            Assert.Contains(lines, line => line.StartsWith($".B {Escaped(option.Name)}", StringComparison.Ordinal)));
        Assert.All(report.Examples, example => Assert.Contains(Escaped(example), lines));
        string[] requests = [".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".I", ".RS", ".RE", ".nf", ".fi"];
        IEnumerable<string> asked = lines.Where(line => line.StartsWith('.') || line.StartsWith('\'')).Select(line => line.Split(' ')[0]);
        Assert.Equal([], asked.Except(requests));
    }

    private static string Escaped(string text) => text.Replace("-", "\\-");
}
