namespace CallCenter.Server.Hosting;

/// <summary>Warns at the start and each hour of addresses that are open only because the operator said that their network is trusted: a
/// word that was right for one day must not be forgotten.</summary>
internal sealed class TrustWarning(ServerOptions options, TimeProvider time, ILogger log) : IHostedService, IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly string _inPlainText = string.Join(", ", Endpoints.InPlainText(options));
    private readonly string _toAnybody = string.Join(", ", Endpoints.ToAnybody(options));
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Warn();
        if (_inPlainText.Length > 0 || _toAnybody.Length > 0) _timer = time.CreateTimer(_ => Warn(), null, Interval, Interval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    private void Warn()
    {
        if (_inPlainText.Length > 0) ServerLog.PlainTextTrusted(log, _inPlainText);
        if (_toAnybody.Length > 0) ServerLog.AnybodyTrusted(log, _toAnybody);
    }
}
