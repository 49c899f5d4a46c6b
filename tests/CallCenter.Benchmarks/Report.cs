using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CallCenter.Benchmarks;

/// <summary>Prints and collects the lines of a report, headed by the machine and the date.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();

    public Report()
    {
        Line($"# Benchmark results, {DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
        Line();
        Line($"Machine: {Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.");
        Line("Shared and noisy: compare the ratios of one run, not absolute figures of two.");
    }

    public void Line(FormattableString text) => Line(FormattableString.Invariant(text));

    public void Line(string text = "")
    {
        Console.WriteLine(text);
        _text.AppendLine(text);
    }

    /// <summary>Load of the machine by other processes: wall-clock times mean little when it is far above the number
    /// of cores.</summary>
    public void LoadAverage()
    {
        const string Path = "/proc/loadavg";
        if (File.Exists(Path))
            Line($"Load average now: {File.ReadAllText(Path).Split(' ')[0]} on {Environment.ProcessorCount} cores.");
        Line();
    }

    public override string ToString() => _text.ToString();

    private static string Processor()
    {
        if (!File.Exists("/proc/cpuinfo")) return RuntimeInformation.ProcessArchitecture.ToString();
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return model?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
