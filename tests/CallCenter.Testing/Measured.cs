using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CallCenter.Testing;

/// <summary>Listens to one instrument of this process.</summary>
public sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<double> _values = new();

    public Measured(string meter, string instrument)
    {
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name == meter && published.Name == instrument) listener.EnableMeasurementEvents(published);
        };
        _listener.SetMeasurementEventCallback<double>((_, value, _, _) => _values.Enqueue(value));
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => _values.Enqueue(value));
        _listener.SetMeasurementEventCallback<int>((_, value, _, _) => _values.Enqueue(value));
        _listener.Start();
    }

    public IReadOnlyList<double> Values => [.. _values];
    public double Sum => _values.Sum();

    public void Dispose() => _listener.Dispose();
}
