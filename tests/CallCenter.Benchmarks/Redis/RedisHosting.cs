using System.Diagnostics.Metrics;
using System.Globalization;
using CallCenter.Server;

namespace CallCenter.Benchmarks.Redis;

/// <summary>The server with its store in Redis, and a file with how long its commits take.</summary>
internal static class RedisHosting
{
    public static async Task RunAsync(string url, string redis, string file, TimeSpan spacing)
    {
        string[] settings = [
            "--Listen", url, "--Redis", redis, "--Engine:CommitSpacing", spacing.ToString(), "--Logging:LogLevel:Default=Warning"];
        await using var app = ServerApp.Build(settings);
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
