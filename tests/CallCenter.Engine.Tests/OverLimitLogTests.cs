using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Engine.Limits;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Engine.Tests;

public sealed class OverLimitLogTests
{
    public static TheoryData<SourceLimit> Limits => [.. Enum.GetValues<SourceLimit>()];

    [Theory]
    [MemberData(nameof(Limits))]
    public void Every_limit_of_a_source_has_a_name_to_report_it_by(SourceLimit limit)
        => new OverLimitLog(TimeProvider.System, NullLogger.Instance)
            .Report(new SourceId(TenantId.Default, "pbx"), new LimitReached(limit, 1, 1, "option"));
}
