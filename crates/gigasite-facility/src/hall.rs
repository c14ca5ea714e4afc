//! One hall of a design at a site: sized once, then worked hour by hour.

use crate::chain::Chain;
use crate::chiller::Plant;
use crate::climate::{Climate, Outdoors};
use crate::power::{HallIt, capped_throughput};
use crate::sink::{Rejection, Sink, Tabled};
use crate::table::Table;
use crate::water::make_up;
use gigasite_case::facility::{Accelerator, CoolingDesign, PowerStage};

/// Share of the loop's heat that a heat exchanger at the fence hands over (estimate; rows of reuse: 0.85–0.95).
const CAPTURED: f64 = 0.95;
/// Slowest air handler, as a share of design air flow.
const SLOWEST_CRAH: f64 = 0.4;
/// Power cap to throughput: floor and exponent of the BERT fit.
const CAP: (f64, f64) = (0.35, 0.36);

/// Every megawatt of a hall in one hour.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Hour {
    /// IT power, after throttling.
    pub(crate) it_mw: f64,
    /// Losses of the power chain that heat the hall.
    pub(crate) indoor_loss_mw: f64,
    /// Losses of the transformers, outdoors.
    pub(crate) outdoor_loss_mw: f64,
    /// Pumps of coolant, facility water and chilled water.
    pub(crate) pump_mw: f64,
    /// Air handlers in the hall.
    pub(crate) crah_mw: f64,
    /// Fans of outdoor coolers, towers, condensers.
    pub(crate) fan_mw: f64,
    /// Compressors.
    pub(crate) compressor_mw: f64,
    /// Heat that reached the sink of the liquid loop, without its compressors.
    pub(crate) liquid_heat_mw: f64,
    /// Heat that reached the chilled water of the air side.
    pub(crate) air_heat_mw: f64,
    /// Heat that could be handed over.
    pub(crate) reusable_mw: f64,
    /// Make-up water, cubic metres in the hour.
    pub(crate) water_m3: f64,
    /// Compute delivered over compute without throttling.
    pub(crate) throughput_frac: f64,
}

impl Hour {
    /// Power drawn from the grid, MW.
    pub(crate) fn facility_mw(&self) -> f64 {
        self.it_mw + self.indoor_loss_mw + self.outdoor_loss_mw + self.cooling_mw()
    }

    /// Power of everything that cools, MW.
    pub(crate) fn cooling_mw(&self) -> f64 {
        self.pump_mw + self.crah_mw + self.fan_mw + self.compressor_mw
    }

    /// Heat that leaves the site, MW: what the sinks take, their compressors, fans, transformers.
    pub(crate) fn rejected_mw(&self) -> f64 {
        self.liquid_heat_mw + self.air_heat_mw + self.compressor_mw + self.fan_mw + self.outdoor_loss_mw
    }
}

/// A hall, sized.
#[derive(Debug)]
pub(crate) struct Hall {
    pub(crate) it: HallIt,
    chain: Chain,
    /// None where no heat leaves by liquid.
    sink: Option<Sink>,
    air: Plant,
    liquid_share: f64,
    cdu_pump_mw: f64,
    loop_pump_mw: f64,
    chilled_pump_mw: f64,
    crah_mw: f64,
    design_air_mw: f64,
    concentration_ratio: f64,
    design_hour: Outdoors,
}

/// A hall's plant tabulated at its mean load.
#[derive(Debug)]
pub(crate) struct Tables {
    sink: Option<Tabled>,
    coil: Table,
}

impl Hall {
    /// Sizes chain and plant for the provisioned IT power; `None` for a sink that no model knows.
    pub(crate) fn size(
        it: HallIt,
        accelerator: &Accelerator,
        cooling: &CoolingDesign,
        stages: &[PowerStage],
        overhead_ratio: f64,
        climate: &Climate<'_>,
    ) -> Option<Self> {
        let design_hour = climate.design_hour(cooling.design_margin_k);
        let it_mw = it.provisioned_mw;
        // network and storage are cooled by air
        let liquid_share = accelerator.liquid_frac.get() / (1.0 + overhead_ratio);
        let liquid_it_mw = liquid_share * it_mw;
        let cdu_pump_mw = cooling.cdu_pump_w_per_w * liquid_it_mw;
        let loop_pump_mw = cooling.loop_pump_w_per_w * liquid_it_mw;
        let liquid_mw = liquid_it_mw + cdu_pump_mw + loop_pump_mw;
        let sink = if liquid_share > 0.0 {
            Some(Sink::size(cooling, accelerator, climate, liquid_mw)?)
        } else {
            None
        };
        let draft = Chain::size(stages, it_mw, it_mw);
        let design_air_mw = it_mw - liquid_it_mw + draft.indoor_loss_mw(it_mw);
        let crah_mw = cooling.crah_fan_w_per_w * design_air_mw;
        let chilled_pump_mw = cooling.loop_pump_w_per_w * design_air_mw;
        let air = Plant::size(
            design_air_mw + crah_mw + chilled_pump_mw,
            cooling.air_supply_c,
            cooling.liquid_rise_k,
            design_hour.air_c,
            cooling.carnot_frac.get(),
            cooling.cooler_fan_w_per_w,
        );
        let mut hall = Self {
            it,
            chain: draft,
            sink,
            air,
            liquid_share,
            cdu_pump_mw,
            loop_pump_mw,
            chilled_pump_mw,
            crah_mw,
            design_air_mw,
            concentration_ratio: cooling.concentration_ratio,
            design_hour,
        };
        let peak = hall.at_peak();
        hall.chain = Chain::size(stages, it_mw, peak.it_mw + peak.indoor_loss_mw + peak.cooling_mw());
        Some(hall)
    }

    /// The hour the connection is sized for: full IT power, nothing throttled, weather at its worst.
    pub(crate) fn at_peak(&self) -> Hour {
        let it_mw = self.it.provisioned_mw;
        let rejection = self.reject(self.liquid_mw(it_mw), &self.design_hour);
        let coil = self.air.coil_fan_ratio(self.design_hour.air_c);
        self.compose(it_mw, rejection, self.design_hour.air_c, coil)
    }

    /// Tabulates the plant at the mean load.
    pub(crate) fn tables(&self, climate: &Climate<'_>) -> Tables {
        let to_c = self.air.free_below_c().min(climate.air_c.1);
        Tables {
            sink: self.sink.map(|sink| sink.tabled(self.liquid_mw(self.it.mean_mw), climate)),
            coil: Table::of(climate.air_c.0, to_c, |air| self.air.coil_fan_ratio(air)),
        }
    }

    /// An hour at the mean load; throttled if the coolant passes its limit.
    pub(crate) fn hour(&self, tables: &Tables, outdoors: &Outdoors) -> Hour {
        let rejection = match (&self.sink, &tables.sink) {
            (Some(sink), Some(tabled)) => sink.reject_tabled(tabled, outdoors),
            _ => Rejection::default(),
        };
        self.limited(self.it.mean_mw, rejection, outdoors, tables.coil.at(outdoors.air_c))
    }

    /// The same without tables.
    #[cfg(test)]
    pub(crate) fn exact_hour(&self, it_mw: f64, outdoors: &Outdoors) -> Hour {
        let rejection = self.reject(self.liquid_mw(it_mw), outdoors);
        self.limited(it_mw, rejection, outdoors, self.air.coil_fan_ratio(outdoors.air_c))
    }

    fn limited(&self, wanted_mw: f64, rejection: Rejection, outdoors: &Outdoors, coil: f64) -> Hour {
        let heat_mw = self.liquid_mw(wanted_mw);
        if self.sink.is_none() || rejection.most_mw >= heat_mw {
            return self.compose(wanted_mw, rejection, outdoors.air_c, coil);
        }
        let cooled_mw = (rejection.most_mw - self.cdu_pump_mw - self.loop_pump_mw) / self.liquid_share;
        let it_mw = cooled_mw.clamp(self.it.idle_mw.min(wanted_mw), wanted_mw);
        let mut hour =
            self.compose(it_mw, self.reject(self.liquid_mw(it_mw), outdoors), outdoors.air_c, coil);
        let kept = 1.0 - (wanted_mw - it_mw) / self.it.busy_mw;
        hour.throughput_frac = capped_throughput(kept, CAP.0, CAP.1);
        hour
    }

    fn liquid_mw(&self, it_mw: f64) -> f64 {
        self.liquid_share * it_mw + self.cdu_pump_mw + self.loop_pump_mw
    }

    fn reject(&self, heat_mw: f64, outdoors: &Outdoors) -> Rejection {
        self.sink.map(|sink| sink.reject(heat_mw, outdoors)).unwrap_or_default()
    }

    fn compose(&self, it_mw: f64, liquid: Rejection, air_c: f64, coil: f64) -> Hour {
        let indoor_loss_mw = self.chain.indoor_loss_mw(it_mw);
        let room_mw = (1.0 - self.liquid_share) * it_mw + indoor_loss_mw;
        let share = if self.design_air_mw > 0.0 { room_mw / self.design_air_mw } else { 0.0 };
        let flow = share.clamp(SLOWEST_CRAH, 1.0);
        let crah_mw = self.crah_mw * flow.powi(3);
        let air_heat_mw = room_mw + crah_mw + self.chilled_pump_mw;
        let air = self.air.work(air_heat_mw, air_c, coil);
        let loop_mw = if self.sink.is_some() { self.liquid_share * it_mw } else { air_heat_mw };
        let mut hour = Hour {
            it_mw,
            indoor_loss_mw,
            outdoor_loss_mw: 0.0,
            pump_mw: self.cdu_pump_mw + self.loop_pump_mw + self.chilled_pump_mw,
            crah_mw,
            fan_mw: liquid.fan_mw + air.fan_mw,
            compressor_mw: liquid.compressor_mw + air.compressor_mw,
            liquid_heat_mw: self.liquid_mw(it_mw),
            air_heat_mw,
            reusable_mw: CAPTURED * loop_mw,
            water_m3: 3.6 * make_up(liquid.evaporation_kg_per_s, self.concentration_ratio),
            throughput_frac: 1.0,
        };
        hour.outdoor_loss_mw = self.chain.outdoor_loss_mw(it_mw + indoor_loss_mw + hour.cooling_mw());
        debug_assert!((hour.facility_mw() - hour.rejected_mw()).abs() < 1e-9, "power in is heat out");
        hour
    }
}
