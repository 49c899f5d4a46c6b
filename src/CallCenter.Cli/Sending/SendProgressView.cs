using CallCenter.Client;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>Shows the progress of a replay on standard error: a bar on a terminal, otherwise a line for each tenth.</summary>
internal static class SendProgressView
{
    public static Task<SendProgress> ShowAsync(CliContext cli, int eventCount, Func<Action<SendProgress>, Task<SendProgress>> run) =>
        cli.ErrorIsTerminal ? ShowBarAsync(cli.ErrorConsole, eventCount, run) : run(Lines(cli.Error, eventCount));

    private static Task<SendProgress> ShowBarAsync(
        IAnsiConsole console, int eventCount, Func<Action<SendProgress>, Task<SendProgress>> run) =>
        console.Progress().AutoClear(true).Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                ProgressTask bar = context.AddTask("replay", maxValue: eventCount);
                return run(progress => bar.Value = progress.AckedCount);
            });

    private static Action<SendProgress> Lines(TextWriter error, int eventCount)
    {
        long told = 0;
        return progress =>
        {
            long tenth = progress.AckedCount * 10 / eventCount;
            if (tenth <= told)
                return;
            told = tenth;
            error.WriteLine($"{tenth * 10}% {progress.AckedCount}/{eventCount} acked");
        };
    }
}
