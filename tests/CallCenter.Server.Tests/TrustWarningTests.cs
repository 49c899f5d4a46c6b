using CallCenter.Server.Access;
using CallCenter.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace CallCenter.Server.Tests;

/// <summary>Addresses that are open on the operator's word only are named in the log again and again.</summary>
public sealed class TrustWarningTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines _log = new();

    [Fact]
    public async Task The_word_that_a_network_is_trusted_is_repeated_each_hour_until_the_stop()
    {
        using var warning = new TrustWarning(
            new ServerOptions { Listen = "http://127.0.0.1:1;http://0.0.0.0:2", Web = "http://10.0.0.1:3" }, _clock, _log);

        await warning.StartAsync(CancellationToken.None);
        Assert.Collection(
            _log.Lines,
            line => Assert.StartsWith("PlainTextTrusted: others can reach http://0.0.0.0:2, http://10.0.0.1:3, and", line),
            line => Assert.StartsWith("AnybodyTrusted: everybody who can reach http://0.0.0.0:2, http://10.0.0.1:3 may", line));

        _clock.Advance(TrustWarning.Interval - TimeSpan.FromTicks(1));
        Assert.Equal(2, _log.Lines.Count);
        for (var hours = 1; hours <= 3; hours++)
        {
            _clock.Advance(hours == 1 ? TimeSpan.FromTicks(1) : TimeSpan.FromHours(1));
            Assert.Equal(2 + 2 * hours, _log.Lines.Count);
        }
        await warning.StopAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(8, _log.Lines.Count);
    }

    [Theory]
    [InlineData("http://10.0.0.1:1", "keys.json", "PlainTextTrusted")]
    [InlineData("https://10.0.0.1:1", null, "AnybodyTrusted")]
    [InlineData("https://10.0.0.1:1", "keys.json", "")]
    [InlineData("http://127.0.0.1:1;http://[::1]:1;http://unix:/run/ccg.sock", null, "")]
    public async Task Only_what_is_open_is_named(string listen, string? keys, string named)
    {
        var access = new AccessOptions { KeysFile = keys };
        using var warning = new TrustWarning(
            new ServerOptions { Listen = listen, Access = access, AllowPlainText = true, AllowAnonymous = true }, _clock, _log);

        await warning.StartAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(named.Length == 0 ? [] : [named, named], _log.Lines.Select(line => line.Split(':')[0]));
    }

    [Fact]
    public async Task A_server_has_this_warning()
    {
        await using var app = LiveServer.Build();

        Assert.Single(app.Services.GetServices<IHostedService>().OfType<TrustWarning>());
    }
}
