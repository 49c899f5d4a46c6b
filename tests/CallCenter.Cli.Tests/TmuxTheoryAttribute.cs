namespace CallCenter.Cli.Tests;

/// <summary>A test on a terminal, skipped by name where there is no tmux.</summary>
public sealed class TmuxTheoryAttribute : TheoryAttribute
{
    public TmuxTheoryAttribute() => Skip = Programs.Find("tmux") is null ? "Needs tmux: apt-get install tmux" : null;
}
