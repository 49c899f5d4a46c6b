using CallCenter.Core.Identity;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Tests;

public sealed class EngineLogTests
{
    [Fact]
    public void A_hostile_source_name_cannot_forge_a_log_line()
    {
        var log = new LogLines { From = LogLevel.Information };
        var source = new SourceId(TenantId.Default, "pbx\nStoreBack\u0085\u2028\u202E");
        var defect = new InvalidOperationException();

        EngineLog.SessionOpened(log, source, 1, 2);
        EngineLog.SessionEnded(log, source, 1, "Superseded");
        EngineLog.WorkerBroken(log, source, defect);
        EngineLog.EventFailed(log, source, 3, 0, 1, "AA==", defect);

        Assert.Equal(4, log.Lines.Count);
        Assert.All(log.Lines, line => Assert.Contains(@"source pbx\u000AStoreBack\u0085\u2028\u202E", line));
    }
}
