// Prints a line for each queue whenever a number changes. Stop it with Ctrl-C.
using CallCenter.Client;
using CallCenter.V1;

string address = args.Length > 0 ? args[0] : "http://127.0.0.1:50051";
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

using var watcher = new KpiWatcher(address);
var selector = new Selector
{
    Kpis = { new KpiRef { Id = "contacts_offered" }, new KpiRef { Id = "contacts_waiting" }, new KpiRef { Id = "service_level" } },
    GroupBy = { "queue" },
    Window = new Window { SinceMidnight = "UTC" },
};
try
{
    await foreach (KpiBoard board in watcher.WatchAsync(selector, token: stop.Token))
    {
        foreach (KpiRow row in board.Rows)
        {
            string level = row.Values[2].Ratio is { } ratio ? $"{(double)ratio.Numerator / ratio.Denominator:P1}" : "–";
            Console.WriteLine($"{board.AsOfTime:HH:mm:ss}{(board.IsStale ? " (old)" : "")} {row.Labels[0]}: "
                + $"offered {row.Values[0].Count}, waiting {row.Values[1].Count}, service level {level}");
        }
    }
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
}
