namespace CallCenter.Cli.Tests;

/// <summary>A command line in a terminal of a size of its own.</summary>
internal sealed class TmuxScreen : IAsyncDisposable
{
    private readonly string _server = $"callcenter-{Guid.NewGuid():N}";

    public static async Task<TmuxScreen> StartAsync(int width, int height, params string[] args)
    {
        var screen = new TmuxScreen();
        // The command's own end would take its last words with it.
        string command = string.Join(' ', Ccg.Command(args).Select(word => $"'{word}'"));
        await screen.TmuxAsync(
            "-u", "-f", "/dev/null", "new-session", "-d", "-x", $"{width}", "-y", $"{height}", $"LC_ALL=C.UTF-8 {command}; cat");
        return screen;
    }

    public Task PressAsync(params string[] keys) => TmuxAsync(["send-keys", .. keys]);

    public Task ResizeAsync(int width, int height) => TmuxAsync("resize-window", "-x", $"{width}", "-y", $"{height}");

    /// <summary>The lines on the screen, once they are as told.</summary>
    public async Task<string[]> UntilAsync(Func<string[], bool> isThere)
    {
        string[] lines = [];
        using var limit = new CancellationTokenSource(Waits.Limit);
        while (!limit.IsCancellationRequested)
        {
            lines = (await TmuxAsync("capture-pane", "-p")).Split('\n');
            if (isThere(lines))
                return lines;
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        throw new TimeoutException($"The screen is:\n{string.Join('\n', lines)}");
    }

    public async ValueTask DisposeAsync() => await TmuxAsync("kill-server");

    private Task<string> TmuxAsync(params string[] arguments) => Programs.RunAsync("tmux", ["-L", _server, .. arguments]);
}
