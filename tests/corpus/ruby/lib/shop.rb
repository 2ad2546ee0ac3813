require "json"
require "erb"

module Shop
  class OutOfStock < StandardError; end

  class Order
    attr_reader :lines, :customer

    def initialize(lines)
      @lines = lines
    end

    def total
      lines.map { |line| line[:price] * line[:count] }.sum
    end

    def rate(code)
      { "EUR" => 1.0, "USD" => 1.08 }.fetch(code)
    end

    def priced(code)
      total * rate(code)
    rescue KeyError
      raise ArgumentError, "order 4711 cannot be priced"
    end

    def reserve(sku, left)
      raise OutOfStock, "only #{left} of #{sku} left"
    end

    def self.parse(text)
      new(JSON.parse(text)["lines"])
    end

    def self.load(path)
      File.open(path) { |file| parse(file.read) }
    end

    def close
      @file = nil
    ensure
      @file.close
    end

    def refund(depth)
      depth.positive? ? refund(depth - 1) : raise(RangeError, "refund of order 4711 is too deep")
    end

    define_method(:ship) { |to| to[:street].upcase }

    def method_missing(name, *)
      name == :discount ? lines.first.fetch(:discount) : super
    end

    def respond_to_missing?(name, all = false) = name == :discount || super
  end

  TAX = ->(order) { Integer(order.lines.first[:tax]) }

  PAGE = File.expand_path("../app/views/order.html.erb", __dir__)

  def self.page(order)
    template = ERB.new(File.read(PAGE))
    template.filename = PAGE
    template.result_with_hash(order: order)
  end

  def self.import
    require "faraday"
    Faraday.get("http://127.0.0.1:1/orders/4711")
  end
end
