using CallCenter.V1;

namespace CallCenter.Server.Tests;

/// <summary>Windows since each agent's login, through the door.</summary>
public sealed class SinceLoginTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Agents_have_windows_of_their_own_and_the_earliest_is_named()
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(Given.Now.ToUnixTimeSeconds() / 60 * 60).AddMinutes(-180);
        await _server.PublishAsync(
            Given.At(start.AddHours(-1), Given.Present("ann")), Given.At(start.AddMinutes(-30), Given.Present("ann", Presence.Offline)),
            Given.At(start, Given.Present("ann")), Given.At(start.AddHours(1), Given.Present("bob")),
            Given.At(start.AddMinutes(5), Given.Queued("a")), Given.At(start.AddMinutes(6), Given.Answered("a", "cyd")));

        var selector = Given.SelectBy(["agent"], ["login_time", "contacts_answered", "agents_logged_in"]);
        selector.Window = new Window { SinceLogin = new SinceLogin() };
        var board = await _server.BoardAsync(selector);

        Assert.Equal((start, board.AsOfTime), (board.WindowStartTime, board.WindowEndTime));
        var rows = board.Rows.ToDictionary(row => row.Labels[0], row => row.Values);
        Assert.Equal(board.AsOfTime - start, rows["ann"][0].Duration.ToTimeSpan());
        Assert.Equal(board.AsOfTime - start.AddHours(1), rows["bob"][0].Duration.ToTimeSpan());
        Assert.Equal(
            [NoValueReason.NeverLoggedIn, NoValueReason.NeverLoggedIn, NoValueReason.Unspecified],
            rows["cyd"].Select(v => v.NoValueReason));
    }
}
