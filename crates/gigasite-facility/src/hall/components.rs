//! Every component of a hall with its size at design conditions, its units and its spares.

use super::Hall;
use super::air_side::AirSide;
use crate::pump::Pump;
use crate::sink::{Sink, Source};
use gigasite_case::facility::{CoolingDesign, PowerStage};

/// A component of a hall.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// What it is.
    pub name: String,
    /// Units that carry the design load together.
    pub duty_count: usize,
    /// Units beside.
    pub spare_count: usize,
    /// What one unit carries at design: heat, cooling or flow of heat, MW.
    pub unit_mw: f64,
    /// Electric power of the duty units at design, MW; compressors at the design hour.
    pub power_mw: f64,
    /// Conditions it is sized at.
    pub sized_at: String,
}

impl Hall {
    /// The components of the hall, liquid side first, then air, then power.
    pub(crate) fn components(&self, cooling: &CoolingDesign, stages: &[PowerStage]) -> Vec<Component> {
        let (duty_count, spare_count) = (cooling.units_count, cooling.spare_count);
        let component = |name: String, design_mw: f64, power_mw: f64, sized_at: String| Component {
            name,
            duty_count,
            spare_count,
            unit_mw: design_mw / duty_count as f64,
            power_mw,
            sized_at,
        };
        let hour = &self.design_hour;
        let air = format!("{:.1} °C air", hour.air_c);
        let sink = |side: &str, sink: &Sink| {
            let (name, at) = match sink.source {
                Source::Dry { pads, .. } if pads > 0.0 => ("dry coolers with pads", air.clone()),
                Source::Dry { .. } => ("dry coolers", air.clone()),
                Source::Coils { .. } => ("condensers and coils", air.clone()),
                Source::Tower { .. } => ("tower cells", format!("{:.1} °C wet bulb", hour.wet_bulb_c())),
                Source::Water { .. } => ("intakes", format!("{:.1} °C water", hour.water_c)),
            };
            let rejection = sink.at(sink.design_mw).reject(hour);
            let mover_mw = match sink.source {
                Source::Water { .. } => rejection.intake_mw,
                _ => sink.fan_mw,
            };
            let mut all = vec![component(
                format!("{side}: {name}"),
                sink.design_mw,
                mover_mw,
                format!("{at}, {:.1} → {:.1} °C", sink.set_c + sink.rise_k, sink.set_c),
            )];
            if sink.chillers.is_some() {
                let name = format!("{side}: chillers");
                all.push(component(
                    name,
                    sink.design_mw,
                    rejection.compressor_mw,
                    format!("{:.1} °C", sink.set_c),
                ));
            }
            all
        };
        let pump = |name: &str, pump: &Pump, design_mw: f64, at: f64| {
            component(name.to_owned(), design_mw, pump.design_mw, format!("{at:.0} K rise"))
        };
        let mut all = Vec::new();
        if let Some(liquid) = &self.liquid {
            let rise_k = liquid.sink.rise_k;
            all.push(pump("liquid: coolant pumps (CDU)", &liquid.cdu, liquid.design_it_mw, rise_k));
            all.push(pump("liquid: facility pumps", &liquid.facility, liquid.sink.design_mw, rise_k));
            all.extend(sink("liquid", &liquid.sink));
        }
        let design_mw = self.handlers.design_heat_mw;
        all.push(component(
            "air: handlers".to_owned(),
            design_mw,
            self.handlers.fan_mw,
            "design air flow".to_owned(),
        ));
        if let AirSide::Handlers { sink: air_sink, pump: chilled } = &self.air {
            all.push(pump("air: chilled-water pumps", chilled, air_sink.design_mw, air_sink.rise_k));
            all.extend(sink("air", air_sink));
        }
        let peak = self.at_peak();
        let behind_mw = peak.it_mw + peak.indoor_loss_mw + peak.cooling_mw();
        for stage in self.chain.losses(peak.it_mw, behind_mw) {
            let rated_mw = stage.output_mw / stage.load_ratio;
            let row = stages.iter().find(|row| row.stage == stage.stage);
            let spare_count = row.map_or(0, |row| row.spare_count).min(stage.units_on);
            all.push(Component {
                name: format!("power: {}", stage.stage),
                duty_count: stage.units_on - spare_count,
                spare_count,
                unit_mw: rated_mw / stage.units_on as f64,
                power_mw: stage.loss_mw,
                sized_at: format!("load ratio {:.2} in the peak hour", stage.load_ratio),
            });
        }
        all
    }
}
