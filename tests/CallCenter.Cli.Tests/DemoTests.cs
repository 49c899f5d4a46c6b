using System.Diagnostics;
using System.Globalization;

namespace CallCenter.Cli.Tests;

/// <summary>The README's first command, run where its second one runs next.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("callcenter-");
    private readonly DirectoryInfo _temp = Directory.CreateTempSubdirectory("callcenter-");

    public void Dispose()
    {
        _work.Delete(recursive: true);
        _temp.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_demo_leaves_nothing_behind_at_its_end_and_at_Ctrl_C(bool interrupted)
    {
        using Process demo = Ccg.Start(
            ["demo", "--listen", "http://127.0.0.1:0", "--for", interrupted ? "10m" : "1s"], _work.FullName, ("TMPDIR", _temp.FullName));

        if (interrupted)
        {
            await demo.StandardOutput.ReadLineAsync().WaitAsync(Waits.Limit);
            Assert.Single(_temp.GetDirectories("ccg-demo-*"));
            await Ccg.InterruptAsync(demo);
        }
        string error = await demo.StandardError.ReadToEndAsync().WaitAsync(Waits.Limit);
        await demo.WaitForExitAsync().WaitAsync(Waits.Limit);

        Assert.Equal((0, ""), (demo.ExitCode, error));
        Assert.Empty(_work.GetFileSystemInfos());
        Assert.Empty(_temp.GetFileSystemInfos("ccg-*"));
    }

    [Fact]
    public async Task The_demo_shows_a_past_day_targets_and_a_page()
    {
        using Process demo = Ccg.Start(
            ["demo", "--listen", "http://127.0.0.1:0", "--for", "5m"], _work.FullName, ("TMPDIR", _temp.FullName));
        string page = (await ReadLineAsync(demo))["In a browser: ".Length..];
        while (!(await ReadLineAsync(demo)).StartsWith("as of", StringComparison.Ordinal)) continue;
        using var http = new HttpClient();

        Assert.Contains("<html", await http.GetStringAsync(new Uri(page)), StringComparison.Ordinal);
        string day = await http.GetStringAsync(new Uri(page + "/v1/kpis?kpi=contacts_answered&window=1d&format=csv"));
        Assert.InRange(int.Parse(day.Split('\n')[1].Split(',')[0], CultureInfo.InvariantCulture), 10_000, 40_000);
        while (!(await http.GetStringAsync(new Uri(page + "/v1/targets"))).Contains("longest-wait", StringComparison.Ordinal))
            await ReadLineAsync(demo);

        await Ccg.InterruptAsync(demo);
        await demo.WaitForExitAsync().WaitAsync(Waits.Limit);
        Assert.Equal(0, demo.ExitCode);
    }

    // The days before are simulated first, which a busy machine does not do within the limit of one wait.
    private static async Task<string> ReadLineAsync(Process demo)
        => (await demo.StandardOutput.ReadLineAsync().WaitAsync(3 * Waits.Limit))!;
}
