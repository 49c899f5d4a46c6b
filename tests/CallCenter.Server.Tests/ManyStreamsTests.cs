using CallCenter.Client;

namespace CallCenter.Server.Tests;

/// <summary>Shutdown with a thousand streams on the doors for gRPC and for HTTP/1.1.</summary>
public sealed class ManyStreamsTests
{
    private const int Watchers = 600, EventStreams = 300, Senders = 100;

    // The promise of the project, not a guess at the speed of this machine.
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_thousand_streams_end_in_time_and_their_clients_go_on_with_the_next_server()
    {
        using var folder = new DataFolder();
        using var first = await ServeProcess.StartAsync(
            ["--data", folder.Path, "--web", "http://127.0.0.1:0"]);
        using var watcher = new KpiWatcher(first.Address);
        using var http = new HttpClient { BaseAddress = new Uri(first.Web), Timeout = Timeout.InfiniteTimeSpan };
        using var channel = CallCenterChannel.Open(first.Address);
        using var stop = new CancellationTokenSource();
        var senders = Enumerable.Range(0, Senders).Select(i => EventSender.Connect(channel, OptionsOf(i))).ToList();
        foreach (var sender in senders) await sender.SendAsync(Given.Queued(1));
        var watched = Enumerable.Range(0, Watchers).Select(_ => WatchAsync(watcher, 2 * Senders, stop.Token)).ToList();
        var streamed = await Task.WhenAll(Enumerable.Range(0, EventStreams).Select(_ => OpenAsync(http)));
        await Task.WhenAll(senders.Select(s => s.FlushAsync())).WaitAsync(Waits.Limit);
        await Task.WhenAll(watched.Select(w => w.Begun)).WaitAsync(Waits.Limit);

        await first.TerminateAsync();
        var code = await first.ExitedAsync(Promised);
        var ends = await Task.WhenAll(streamed.Select(s => s.ReadToEndAsync())).WaitAsync(Waits.Limit);
        using var second = await ServeProcess.StartAsync(["--data", folder.Path, "--web", first.Web], first.Address);
        foreach (var sender in senders) await sender.SendAsync(Given.Queued(2));

        Assert.Equal(0, code);
        Assert.All(ends, end => Assert.Contains("SERVER_STOPPING", end));
        await Task.WhenAll(watched.Select(w => w.Seen)).WaitAsync(Waits.Limit);
        await stop.CancelAsync();
        foreach (var sender in senders) await sender.DisposeAsync();
    }

    // Ends when the number is reached, and tells when the first board has come.
    private static (Task Begun, Task Seen) WatchAsync(KpiWatcher watcher, long number, CancellationToken token)
    {
        var begun = new TaskCompletionSource();
        return (begun.Task, SeeAsync());

        async Task SeeAsync()
        {
            await foreach (var board in watcher.WatchAsync(Given.Select("contacts_offered"), token: token))
            {
                begun.TrySetResult();
                if (!board.IsStale && board.Rows is [{ Values: [{ Count: var count }] }] && count == number) return;
            }
        }
    }

    private static EventSenderOptions OptionsOf(int sender)
        => new() { Source = $"pbx{sender}", BackOffMax = TimeSpan.FromSeconds(0.5) };

    private static async Task<StreamReader> OpenAsync(HttpClient http)
    {
        const string stream = "/v1/stream?kpi=contacts_offered";
        var answer = await http.GetAsync(stream, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Waits.Limit);
        var reader = new StreamReader(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
        await reader.ReadLineAsync().WaitAsync(Waits.Limit);
        return reader;
    }
}
