# A shop whose every failure is one bug; which one is told by the first arguments. The events of the real SDKs for Ruby are recorded of it.
require "rack"
require_relative "lib/shop"
require_relative "app/health"

# Outside the folders that the SDK takes for the application's.
def script(order)
  order.fetch(:id).to_s
end

ORDER = Shop::Order.new([{ price: 5, count: nil }])

FAILURES = {
  "block" => -> { Shop::Order.new([nil]).total },
  "coerce" => -> { ORDER.total },
  "cause" => -> { Shop::Order.new([]).priced("CHF") },
  "custom" => -> { ORDER.reserve("sku-88412", 17) },
  "library" => -> { Shop::Order.parse("{broken") },
  "file" => -> { Shop::Order.load("/nowhere/9481/orders.json") },
  "ensure" => -> { ORDER.close },
  "recursion" => -> { ORDER.refund(12) },
  "defined" => -> { ORDER.ship({}) },
  "missing" => -> { ORDER.discount },
  "lambda" => -> { Shop::TAX.call(Shop::Order.new([{ tax: "abc" }])) },
  "singleton" => -> { Shop::Order.parse("{}").undefined_method_of_an_order },
  "thread" => -> { Thread.new { Thread.current.report_on_exception = false; ORDER.rate("JPY") }.join },
  "template" => -> { Shop.page(ORDER) },
  "script" => -> { script({}) },
  "gem" => -> { Shop.import },
}.freeze

REQUESTS = { "rack" => ["/health", -> { Health.new }], "sinatra" => ["/orders/4711", -> { require_relative("app/web"); Web }] }.freeze
MESSAGE = "parcel 1f0c2d3e-4a5b-4c6d-8e7f-901234567890 took 1532 ms"

def sentry(name)
  require "sentry-ruby"
  Sentry.init do |config|
    config.release = "shop@1.4.2"
    config.environment = "production"
    config.server_name = "web-1"
    config.background_worker_threads = 0
    config.logger = Logger.new(nil)
    config.send_client_reports = false if config.respond_to?(:send_client_reports=)
    config.auto_session_tracking = false
  end
  return Sentry.capture_message(MESSAGE) if name == "message"
  return answer(Sentry::Rack::CaptureExceptions, name) if REQUESTS.key?(name)
  FAILURES.fetch(name).call
rescue Exception => error
  Sentry.capture_exception(error)
end

# The SDK of the line before.
def raven(name)
  require "raven/base"
  Raven.configure do |config|
    config.dsn = ENV.fetch("SENTRY_DSN")
    config.release = "shop@1.4.2"
    config.current_environment = "production"
    config.server_name = "web-1"
    config.silence_ready = true
    config.logger = Logger.new(nil)
  end
  FAILURES.fetch(name).call
rescue Exception => error
  Raven.capture_exception(error)
end

def answer(middleware, name)
  path, app = REQUESTS.fetch(name)
  middleware.new(app.call).call(Rack::MockRequest.env_for("https://shop.example.com#{path}?page=1"))
rescue StandardError
  nil # It was told already.
end

line, name = ARGV
case line
when "list" then puts((FAILURES.keys + REQUESTS.keys + ["message"]).map { |each| "sentry #{each}" } + ["raven cause", "raven block"])
when "sentry" then sentry(name)
when "raven" then raven(name)
end
