using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.Core.Views;
using CallCenter.Engine.Ingest;
using CallCenter.Engine.Settings;
using CallCenter.Notation;
using CallCenter.Server.Access;
using CallCenter.Server.Hosting;

namespace CallCenter.Server.Ingest;

/// <summary>Marks the contacts that the rules of a tenant exclude, before they are counted. Safe for several threads.</summary>
internal sealed class ExclusionRules(CurrentSettings settings, ServerOptions options)
{
    private readonly Pseudonyms? _pseudonyms = Pseudonyms.Of(options.Privacy);
    private readonly ConditionalWeakTable<TenantSettings, Rule[]> _rules = [];

    /// <returns>The same events; changed in their place.</returns>
    public IncomingEvent[] Mark(SourceId source, IncomingEvent[] events)
    {
        if (settings.Of(source.Tenant) is not { Exclusions.Count: > 0 } own) return events;
        var rules = _rules.GetValue(own, s => [.. s.Exclusions.Select(rule => new Rule(rule))]);
        for (var i = 0; i < events.Length; i++) events[i] = events[i] with { Event = Mark(events[i].Event) };
        return events;

        SourceEvent? Mark(SourceEvent? item) => item switch
        {
            VisitQueued e => e with { ExcludedFor = ReasonOf(e.Traits, e.CustomerId) },
            ContactOpened e => e with { ExcludedFor = ReasonOf(e.Traits, e.CustomerId) },
            FloorReported e => e with { Visits = [.. e.Visits.Select(v => v with { ExcludedFor = ReasonOf(v.Traits, v.CustomerId) })] },
            _ => item,
        };

        string? ReasonOf(VisitTraits traits, string customer)
            => Array.Find(rules, rule => rule.IsOf(traits, source) && IsOf(rule, source.Tenant, customer))?.Reason;
    }

    // Ids that were replaced at the door are compared with what stands for those of the rule.
    private bool IsOf(Rule rule, TenantId tenant, string customer) => rule.Customers.Count == 0 || (customer.Length > 0
        && rule.Customers.Any(id => _pseudonyms is null
            ? FileSystemName.MatchesSimpleExpression(id, customer, ignoreCase: false)
            : _pseudonyms.Of(tenant, id) == customer));

    private sealed class Rule(ExclusionRule rule)
    {
        private readonly Filter[] _filters = [.. rule.Where.Select(FilterText.Parse).Select(filter => new Filter(
            Dimension.Parse(filter.Dimension)!, filter.Values.ToHashSet(StringComparer.Ordinal)))];

        public string Reason => rule.Reason;

        public IReadOnlyList<string> Customers => rule.Customers;

        public bool IsOf(VisitTraits traits, SourceId source)
            => _filters.Length == 0 || RowKey.OfVisit(traits) is var key && Array.TrueForAll(_filters, filter => filter.Keeps(key, source));
    }
}
