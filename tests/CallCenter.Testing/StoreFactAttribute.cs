using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace CallCenter.Testing;

/// <summary>The tests of this class need redis-server; where it is missing they are skipped, each by its name.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsRedisAttribute : Attribute;

/// <summary>A test that is skipped when its class needs what is not here; the class may be one that inherits it.</summary>
[XunitTestCaseDiscoverer("CallCenter.Testing.StoreFactDiscoverer", "CallCenter.Testing")]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>Makes the cases of <see cref="StoreFactAttribute"/>; named there.</summary>
public sealed class StoreFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo fact)
        => new StoreTestCase(DiagnosticMessageSink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method);
}

/// <summary>A case that looks at its class to know whether it can run.</summary>
public sealed class StoreTestCase : XunitTestCase
{
    [Obsolete("For the test framework, which makes cases anew from what it wrote down.")]
    public StoreTestCase() { }

    public StoreTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
        : base(diagnostics, display, displayOptions, method) { }

    protected override string? GetSkipReason(IAttributeInfo factAttribute)
        => TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsRedisAttribute)).Any() ? RedisServer.Missing : null;
}
