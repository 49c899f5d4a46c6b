using System.CommandLine;
using CallCenter.Client;
using CallCenter.Core.Identity;

namespace CallCenter.Cli.Commands;

/// <summary>ccg replay: sends a recording, as if it happened now.</summary>
internal static class ReplayCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="cli">The world it runs in.</param>
    /// <param name="recordings">The kinds of recording there are.</param>
    /// <returns>The command, with a subcommand a kind.</returns>
    public static Command Create(CliContext cli, params IEnumerable<Recording> recordings)
    {
        var command = new Command("replay", "Sends a recording of events, as if it happened now.");
        foreach (Recording recording in recordings)
            command.Subcommands.Add(CreateOne(cli, recording));
        return command;
    }

    private static Command CreateOne(CliContext cli, Recording recording)
    {
        var file = new Argument<string>("FILE") { Description = "The recording." };
        var speed = new Option<Speed>("--speed")
        {
            Description = "1 as it was recorded, N so many times as fast, max as fast as the server takes it. Default: max.",
            HelpName = "1|N|max",
            CustomParser = Parsing.Of(Speed.Parse),
        };
        var noRebase = new Option<bool>("--no-rebase")
        {
            Description = "Keep the recorded times. Default: moved so that the last event is now.",
        };
        Option<string> source = SourceOption.Create(assumed: null);
        string example = $"ccg replay {recording.Name} monday.{recording.Name}";
        IEnumerable<string> own = recording.Examples.Select(options => $"{example} {options}");
        var command = new ExampleCommand(recording.Name, $"Replays {recording.Description}.",
            [example, $"{example} --speed 10", $"{example} --source monday-again --no-rebase", .. own]);
        command.Arguments.Add(file);
        command.Options.Add(speed);
        command.Options.Add(noRebase);
        command.Options.Add(source);
        foreach (Option option in recording.Options)
            command.Options.Add(option);
        command.SetAction((parsed, token) =>
        {
            string path = parsed.GetValue(file)!;
            var playback = new Playback(recording.As?.Invoke(parsed) ?? recording, path, parsed.GetValue(speed), cli.TimeProvider);
            string name = parsed.GetValue(source) ?? SourceOption.NameOf(path);
            Times times = parsed.GetValue(noRebase) ? Times.Recorded : Times.Rebased;
            return RunAsync(cli, ServerOption.Require(parsed), name, playback, times, token);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext cli, string server, string source, Playback playback, Times times, CancellationToken token)
    {
        playback.Measure();
        foreach (string remark in playback.Remarks)
            await cli.Error.WriteLineAsync($"ccg: {SafeText.Escape(remark)}");
        var rejections = new RejectionCounts();
        var run = new SendRun(cli, server);
        SendProgress sent = await SendProgressView.ShowAsync(cli, playback.EventCount, show =>
        {
            var options = new EventSenderOptions
            {
                Source = source,
                Numbering = Numbering.FromOne,
                OnProgress = show,
                OnRejected = rejected => rejections.Add(rejected),
            };
            return run.RunAsync(options, (sender, stop) => playback.PlayAsync(sender.SendAsync, times, stop), token);
        });
        await cli.Out.WriteLineAsync(SendSummary.Of(sent));
        rejections.Write(cli.Out);
        if (sent.DuplicateCount == sent.AckedCount)
            await cli.Error.WriteLineAsync($"ccg: source '{source}' had sent all of this before; to count it again give another --source");
        return ExitCode.Ok;
    }
}
