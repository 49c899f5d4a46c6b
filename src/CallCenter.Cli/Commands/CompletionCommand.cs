using System.CommandLine;

namespace CallCenter.Cli.Commands;

/// <summary>ccg completion: a script that lets a shell complete command lines of ccg.</summary>
internal static class CompletionCommand
{
    // Each asks the program itself, by the directive that System.CommandLine has for it; it answers what has the last word anywhere in
    // it. Short forms of options are easier typed.
    private const string Bash = """
        _ccg() {
          local word line=${COMP_LINE:0:COMP_POINT}
          COMPREPLY=()
          while IFS= read -r word; do [[ $word == "${line##* }"* ]] && COMPREPLY+=("$word"); done \
            < <(ccg "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null | grep -v -e '^/' -e '^-.$')
        }
        complete -o default -o bashdefault -F _ccg ccg

        """;

    private const string Zsh = """
        #compdef ccg
        _ccg() {
          local -a found
          found=(${(f)"$(ccg "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null | grep -v -e '^/' -e '^-.$')"})
          if (( $#found )); then compadd -a found; else _files; fi
        }
        compdef _ccg ccg

        """;

    private const string Fish = """
        function __ccg_complete
          set -l line (commandline -cp)
          ccg "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string match -v -r '^(/|-.$)'
        end
        complete -c ccg -a '(__ccg_complete)'

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName ccg -ScriptBlock {
          param($word, $command, $position)
          ccg "[suggest:$position]" $command.ToString().PadRight($position) 2>$null |
            Where-Object { $_ -like "$word*" -and $_ -notmatch '^(/|-.$)' } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["pwsh"] = PowerShell,
    };

    public static Command Create(CliContext cli)
    {
        var shell = new Argument<string>("SHELL") { Description = "For which shell." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new ExampleCommand("completion", "Prints a script that lets a shell complete commands, options and their values.",
            "source <(ccg completion bash)   # in ~/.bashrc",
            "source <(ccg completion zsh)    # in ~/.zshrc",
            "ccg completion fish > ~/.config/fish/completions/ccg.fish",
            "ccg completion pwsh | Out-String | Invoke-Expression   # in $PROFILE");
        command.Arguments.Add(shell);
        command.SetAction((parsed, _) => WriteAsync(cli, Scripts[parsed.GetValue(shell)!]));
        return command;
    }

    private static async Task<int> WriteAsync(CliContext cli, string script)
    {
        await cli.Out.WriteAsync(script.ReplaceLineEndings("\n"));
        return ExitCode.Ok;
    }
}
