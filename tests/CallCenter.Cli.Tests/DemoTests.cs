using System.Diagnostics;

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
}
