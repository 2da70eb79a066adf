//! A subscriber that collects the spans and events of the client.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::{LookupSpan, SpanRef};

/// The target of the client's spans and events.
pub(crate) const TARGET: &str = "generated_client";

/// The fields of a span or an event, as text. The message of an event has the name `message`.
pub(crate) type Fields = BTreeMap<&'static str, String>;

/// A span.
#[derive(Clone, Debug)]
pub(crate) struct CollectedSpan {
    pub(crate) name: &'static str,
    pub(crate) target: &'static str,
    pub(crate) level: Level,
    /// The index of the span around it.
    pub(crate) parent: Option<usize>,
    pub(crate) fields: Fields,
    pub(crate) is_closed: bool,
}

/// An event, with the index of the span around it.
#[derive(Clone, Debug)]
pub(crate) struct CollectedEvent {
    pub(crate) target: &'static str,
    pub(crate) level: Level,
    pub(crate) span: Option<usize>,
    pub(crate) fields: Fields,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Collected {
    pub(crate) spans: Vec<CollectedSpan>,
    pub(crate) events: Vec<CollectedEvent>,
}

/// The collector of this thread.
pub(crate) struct Collector {
    collected: Arc<Mutex<Collected>>,
    _guard: DefaultGuard,
}

impl Collector {
    pub(crate) fn start() -> Self {
        let collected = Arc::default();
        let subscriber = tracing_subscriber::registry().with(Collecting(Arc::clone(&collected)));
        Self { collected, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// Returns what was collected so far, and forgets it if no span is open.
    pub(crate) fn take(&self) -> Collected {
        let collected = self.collected.lock().expect("no panic with the lock").clone();
        assert!(collected.spans.iter().all(|span| span.is_closed), "{collected:#?}");
        std::mem::take(&mut *self.collected.lock().expect("no panic with the lock"))
    }
}

impl Collected {
    /// Returns the only span of this name.
    pub(crate) fn only(&self, name: &str) -> &CollectedSpan {
        let mut spans = self.named(name);
        let span = spans.next().unwrap_or_else(|| panic!("no {name} in {self:#?}"));
        assert!(spans.next().is_none(), "{self:#?}");
        span
    }

    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = &CollectedSpan> {
        self.spans.iter().filter(move |span| span.name == name)
    }
}

struct Collecting(Arc<Mutex<Collected>>);

/// The index of a span: that of the span around it, if it is one of a dependency.
struct Index(usize);

fn index<'a, S: LookupSpan<'a>>(span: &SpanRef<'a, S>) -> Option<usize> {
    span.extensions().get().map(|Index(index)| *index)
}

/// Whether a span is collected: the dependencies have spans, too.
fn is_collected(metadata: &Metadata<'_>) -> bool {
    [TARGET, module_path!()].contains(&metadata.target())
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Collecting {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let metadata = attributes.metadata();
        let mut collected = self.0.lock().expect("no panic with the lock");
        let span = context.span(id).expect("it is new");
        let parent = span.parent().as_ref().and_then(index);
        let mut fields = Fields::new();
        attributes.record(&mut Visitor(&mut fields));
        if !is_collected(metadata) {
            if let Some(parent) = parent {
                span.extensions_mut().insert(Index(parent));
            }
            return;
        }
        span.extensions_mut().insert(Index(collected.spans.len()));
        let (name, target, level) = (metadata.name(), metadata.target(), *metadata.level());
        collected.spans.push(CollectedSpan { name, target, level, parent, fields, is_closed: false });
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        self.change(id, &context, |span| values.record(&mut Visitor(&mut span.fields)));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let metadata = event.metadata();
        if metadata.target() != TARGET {
            return;
        }
        let span = context.event_span(event).as_ref().and_then(index);
        let mut fields = Fields::new();
        event.record(&mut Visitor(&mut fields));
        let event = CollectedEvent { target: metadata.target(), level: *metadata.level(), span, fields };
        self.0.lock().expect("no panic with the lock").events.push(event);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        self.change(&id, &context, |span| span.is_closed = true);
    }
}

impl Collecting {
    fn change<S>(&self, id: &Id, context: &Context<'_, S>, change: impl FnOnce(&mut CollectedSpan))
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let span = context.span(id).expect("it is open");
        if let (Some(index), true) = (index(&span), is_collected(span.metadata())) {
            change(&mut self.0.lock().expect("no panic with the lock").spans[index]);
        }
    }
}

struct Visitor<'a>(&'a mut Fields);

impl Visit for Visitor<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

/// Returns a span of the caller.
pub(crate) fn outer() -> tracing::Span {
    tracing::info_span!("outer")
}
