using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace CallCenter.Server.Tests;

/// <summary>The health protocol.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("ingest")]
    [InlineData("subscribe")]
    public async Task A_running_server_serves(string service)
    {
        var response = await _server.Health.CheckAsync(new HealthCheckRequest { Service = service }).ResponseAsync.WaitAsync(Given.Limit);

        Assert.Equal(ServingStatus.Serving, response.Status);
    }

    [Fact]
    public async Task A_check_of_an_unknown_service_is_NOT_FOUND_and_names_the_known_ones()
    {
        var failure = await Failures.OfAsync(_server.Health.CheckAsync(new HealthCheckRequest { Service = "kpis" }));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
        Assert.Contains("'ingest' or 'subscribe'", failure.Message);
    }

    [Fact]
    public async Task A_watch_of_an_unknown_service_says_so()
    {
        using var watch = _server.Health.Watch(new HealthCheckRequest { Service = "kpis" });

        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Given.Limit));
        Assert.Equal(ServingStatus.ServiceUnknown, watch.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task A_watch_hears_of_the_stop_and_does_not_hold_it_up()
    {
        using var watch = _server.Health.Watch(new HealthCheckRequest());
        var statuses = new List<ServingStatus>();
        async Task<bool> ReadAsync()
        {
            if (!await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Given.Limit)) return false;
            statuses.Add(watch.ResponseStream.Current.Status);
            return true;
        }
        Assert.True(await ReadAsync());

        var stopping = _server.StopAsync();
        while (await ReadAsync()) { }
        await stopping.WaitAsync(Given.Limit);

        Assert.Equal([ServingStatus.Serving, ServingStatus.NotServing], statuses);
    }
}
