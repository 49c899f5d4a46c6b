using System.Diagnostics.Metrics;
using System.Globalization;
using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using CallCenter.Engine.Ingest;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.Server.Kpis;
using CallCenter.Storage.Redis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Benchmarks.Redis;

/// <summary>The server with its store in Redis, put together from its parts, and a file with how long its commits take.</summary>
internal static class RedisHosting
{
    public static async Task RunAsync(string url, string redis, string file, TimeSpan spacing)
    {
        var options = new ServerOptions { Engine = new Engine.EngineOptions { CommitSpacing = spacing } };
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(options.Engine);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IMetricStore>(new RedisMetricStore(
            RedisStoreOptions.Parse(redis), $"bench-{Environment.ProcessId}", TimeProvider.System, NullLogger.Instance));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<KpiBoard>(s, (object)Guid.NewGuid()));
        services.AddSingleton<SourceSessions>();
        services.AddSingleton<PublishLanes>();
        services.AddSingleton<Stopping>();
        services.AddSingleton(new SelectorMapper(options.DefaultArguments));
        services.AddHostedService<EngineHost>();
        services.AddGrpc(grpc => grpc.Interceptors.Add<ErrorInterceptor>());
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2);
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 1024 * 1024;
        });
        await using var app = builder.Build();
        app.MapGrpcService<CallCenter.Server.Ingest.IngestService>();
        app.MapGrpcService<KpiService>();
        using var commits = new CommitTimes(file);
        await app.RunAsync();
    }

    /// <summary>Commit times of this process, written to a file every half second: count, median and 99th percentile in ms.</summary>
    private sealed class CommitTimes : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<double> _seconds = [];
        private readonly Timer _timer;
        private readonly Lock _writing = new();
        private readonly string _file;

        public CommitTimes(string file)
        {
            _file = file;
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "callcenter.redis.commit.duration") listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<double>((_, value, _, _) =>
            {
                lock (_seconds) _seconds.Add(value);
            });
            _listener.Start();
            _timer = new Timer(_ => WriteAlone(), null, 500, 500);
        }

        public void Dispose()
        {
            _timer.Dispose();
            _listener.Dispose();
        }

        // On a busy machine the timer may come again before a writing has ended.
        private void WriteAlone()
        {
            if (!_writing.TryEnter()) return;
            try
            {
                Write();
            }
            finally
            {
                _writing.Exit();
            }
        }

        private void Write()
        {
            double[] sorted;
            lock (_seconds) sorted = [.. _seconds.Order()];
            if (sorted.Length == 0) return;
            var (middle, high) = (sorted[sorted.Length / 2] * 1000, sorted[sorted.Length * 99 / 100] * 1000);
            var line = string.Create(CultureInfo.InvariantCulture, $"{sorted.Length} {middle:0.00} {high:0.00}");
            File.WriteAllText(_file + ".new", line);
            File.Move(_file + ".new", _file, overwrite: true);
        }
    }
}
